import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { useCan } from "@/lib/session";
import { LeaveGuard } from "@/ui/leave-guard/leave-guard";
import { Surface } from "@/ui/surface/surface";
import { PersonalizationStep } from "../personalization/personalization-step";
import { AudienceStep } from "./audience-step";
import { CheckStep } from "./check-step";
import { ContentStep } from "./content-step";
import classes from "./draft.module.css";
import { SendingStep } from "./sending-step";
import { useDraft } from "./use-draft";

/** The whole of a draft on one page, in the order in which it is made up: what, to whom, how, and is it ready. */
export function DraftEditor({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("campaigns");
  const mayManage = useCan("campaigns.manage");
  const handle = useDraft(campaign);
  const { draft, dirty, change } = handle;
  return (
    <Stack gap="lg">
      <LeaveGuard dirty={dirty} rescue={handle.save} />
      {!mayManage && (
        <Text size="sm" c="dimmed">
          {t("draft.read_only")}
        </Text>
      )}
      <fieldset className={classes.steps} disabled={!mayManage} aria-label={t("draft.label")}>
        <Surface title={t("draft.name")}>
          <TextInput
            aria-label={t("common:field.name")}
            description={t("new.name_hint")}
            value={draft.name}
            maxLength={160}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </Surface>
        <ContentStep campaign={campaign} handle={handle} />
        <AudienceStep handle={handle} />
        <PersonalizationStep campaign={campaign} handle={handle} />
        <SendingStep campaign={campaign} handle={handle} />
        <CheckStep campaign={campaign} handle={handle} />
      </fieldset>
      {dirty && mayManage && (
        <div className={classes.bar}>
          <Group justify="space-between">
            <Text size="sm">{t("draft.unsaved")}</Text>
            <Button loading={handle.saving} onClick={() => void handle.save()}>
              {t("common:action.save")}
            </Button>
          </Group>
        </div>
      )}
    </Stack>
  );
}
