import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconCalendarClock,
  IconCircleCheck,
  IconCircleX,
  IconMailForward,
  IconSend,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import {
  type CampaignCheck,
  type CampaignDetail,
  type CampaignFinding,
  LETTERS,
} from "@/lib/api-types-campaigns";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { checkQuery } from "../queries";
import { useDuration } from "../running/use-duration";
import { useServerWords } from "../server-words";
import classes from "./draft.module.css";
import { ScheduleDialog } from "./schedule-dialog";
import { StartDialog } from "./start-dialog";
import { TestDialog } from "./test-dialog";
import type { DraftHandle } from "./use-draft";

type CheckStepProps = { campaign: CampaignDetail; handle: DraftHandle };

/** What stands in the way, a test to oneself, and the start: now or at a time. */
export function CheckStep({ campaign, handle }: CheckStepProps) {
  const { t } = useTranslation("campaigns");
  const mayManage = useCan("campaigns.manage");
  const mayMail = useCan("mail.send");
  const maySend = mayMail && mayManage;
  const query = useQuery({ ...checkQuery(campaign.id, campaign.version), enabled: !handle.dirty });
  const [starting, start] = useDisclosure(false);
  const [scheduling, schedule] = useDisclosure(false);
  const [testing, test] = useDisclosure(false);
  const check = handle.dirty ? undefined : query.data;
  const isReady = check !== undefined && !check.problems.some((each) => each.level === "error");
  const afterSaving = (open: () => void) => async () => {
    if (await handle.save()) open();
  };
  return (
    <div id="check">
      <Surface title={t("check.title")} description={t("check.text")}>
        <Stack gap="md">
          {handle.dirty && (
            <Group>
              <Text size="sm">{t("check.save_first")}</Text>
              <Button variant="default" size="xs" loading={handle.saving} onClick={() => void handle.save()}>
                {t("check.save")}
              </Button>
            </Group>
          )}
          {!handle.dirty && query.isPending && <Skeleton height={80} />}
          {query.isError && !handle.dirty && (
            <ErrorState error={query.error} onRetry={() => query.refetch()} />
          )}
          {check && <Findings check={check} onAgain={() => void query.refetch()} />}
          {maySend && (
            <Group>
              <Button
                variant="default"
                leftSection={<IconMailForward size={16} aria-hidden />}
                onClick={afterSaving(test.open)}
              >
                {t("test.open")}
              </Button>
              <Button
                variant="default"
                leftSection={<IconCalendarClock size={16} aria-hidden />}
                disabled={!isReady}
                onClick={schedule.open}
              >
                {t("schedule.open")}
              </Button>
              <Button
                leftSection={<IconSend size={16} aria-hidden />}
                disabled={!isReady}
                onClick={start.open}
              >
                {t("start.open")}
              </Button>
            </Group>
          )}
        </Stack>
      </Surface>
      <TestDialog campaign={campaign} opened={testing} onClose={test.close} />
      {check && (
        <>
          <StartDialog campaign={campaign} check={check} opened={starting} onClose={start.close} />
          <ScheduleDialog campaign={campaign} opened={scheduling} onClose={schedule.close} />
        </>
      )}
    </div>
  );
}

function Findings({ check, onAgain }: { check: CampaignCheck; onAgain: () => void }) {
  const { t, i18n } = useTranslation("campaigns");
  const duration = useDuration();
  const errors = check.problems.filter((each) => each.level === "error");
  const warnings = check.problems.filter((each) => each.level === "warning");
  return (
    <Stack gap="sm" aria-live="polite">
      {errors.length === 0 && (
        <Alert
          variant="light"
          icon={<IconCircleCheck size={18} />}
          title={t("check.ready", {
            count: check.recipients,
            number: formatNumber(check.recipients, i18n.language),
          })}
        >
          {t("check.takes", { time: duration(check.minutes * 60) })}
        </Alert>
      )}
      {errors.map((finding) => (
        <Finding key={`${finding.code}-${finding.position}-${finding.message}`} finding={finding} />
      ))}
      {warnings.map((finding) => (
        <Finding key={`${finding.code}-${finding.position}-${finding.message}`} finding={finding} />
      ))}
      {check.problems.length > 0 && (
        <Group>
          <Button variant="subtle" size="compact-sm" onClick={onAgain}>
            {t("check.again")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What is mended in the sending settings, and in which part of them. */
const SETTINGS: Readonly<Record<string, string>> = {
  no_postal_address: "privacy",
  no_sender: "senders",
  sender_unverified: "domains",
  domain_failing: "domains",
  provider_paused: "providers",
  provider_failing: "providers",
};

/** The part of the page where it is mended. */
function placeOf({ code, place }: CampaignFinding): string {
  if (code.startsWith("ai_")) return "personalization";
  return place === "when" ? "check" : place;
}

function Finding({ finding }: { finding: CampaignFinding }) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const isError = finding.level === "error";
  const say = useServerWords();
  const template = finding.values.template_id;
  return (
    <Alert
      variant="light"
      color={isError ? "red" : "gray"}
      icon={isError ? <IconCircleX size={18} /> : <IconAlertTriangle size={18} />}
    >
      <div className={classes.finding}>
        <span>
          {finding.position !== null && finding.position > 0 && (
            <strong>{t("variants.letter", { letter: LETTERS[finding.position] })}: </strong>
          )}
          {t(`finding.${finding.code}`, { defaultValue: say(finding.message), ...finding.values })}
        </span>
        {typeof template === "number" ? (
          <Anchor component={Link} to={path(`/admin/email-templates/${template}`)} size="sm">
            {t("check.open_template")}
          </Anchor>
        ) : SETTINGS[finding.code] ? (
          <Anchor component={Link} to={path("/admin/mail/sending")} hash={SETTINGS[finding.code]} size="sm">
            {t("check.jump")}
          </Anchor>
        ) : (
          <Anchor href={`#${placeOf(finding)}`} size="sm">
            {t("check.jump")}
          </Anchor>
        )}
      </div>
    </Alert>
  );
}
