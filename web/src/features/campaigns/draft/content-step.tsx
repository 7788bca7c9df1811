import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { useCan } from "@/lib/session";
import { Surface } from "@/ui/surface/surface";
import { SubjectsDialog } from "./subjects-dialog";
import { TestSettings } from "./test-settings";
import type { DraftHandle, DraftVariant } from "./use-draft";
import { VariantCard } from "./variant-card";

const MOST = 5;

type ContentStepProps = { campaign: CampaignDetail; handle: DraftHandle };

/** What is said: one mail, or several that are tried against each other. */
export function ContentStep({ campaign, handle }: ContentStepProps) {
  const { t } = useTranslation("campaigns");
  const { draft, change } = handle;
  const mayManage = useCan("campaigns.manage");
  const maySuggest = useCan("ai.use") && mayManage;
  const [suggesting, suggest] = useDisclosure(false);
  const several = draft.variants.length > 1;
  const put = (position: number, changes: Partial<DraftVariant>) =>
    change({
      variants: draft.variants.map((each, index) => (index === position ? { ...each, ...changes } : each)),
    });
  const add = () => {
    const last = draft.variants.at(-1);
    if (last) change({ variants: [...draft.variants, { ...last, subject: "", share: null }] });
  };
  return (
    <div id="content">
      <Surface title={t("content.title")} description={t("content.text")}>
        <Stack gap="md">
          {draft.variants.map((variant, position) => (
            <VariantCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its position
              key={position}
              campaign={campaign}
              position={position}
              variant={variant}
              several={several}
              onChange={(changes) => put(position, changes)}
              // They are for the mail as it is saved, and its first variant stays.
              onSuggest={
                maySuggest && position === 0 && variant.template_id !== null
                  ? async () => {
                      if (await handle.save()) suggest.open();
                    }
                  : undefined
              }
              onRemove={() => change({ variants: draft.variants.filter((_, index) => index !== position) })}
            />
          ))}
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={draft.variants.length >= MOST}
              onClick={add}
            >
              {t("content.add_variant")}
            </Button>
            {!several && (
              <Text size="sm" c="dimmed">
                {t("content.why_variants")}
              </Text>
            )}
          </Group>
          {several && <TestSettings handle={handle} />}
        </Stack>
      </Surface>
      <SubjectsDialog campaign={campaign} opened={suggesting} onClose={suggest.close} />
    </div>
  );
}
