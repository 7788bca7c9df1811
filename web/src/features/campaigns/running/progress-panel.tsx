import { Alert, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { IconClockPause, IconPlayerPause } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail, CampaignProgress } from "@/lib/api-types-campaigns";
import { formatNumber } from "@/lib/format";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { progressQuery } from "../queries";
import { useServerWords } from "../server-words";
import { useDuration } from "./use-duration";

type ProgressPanelProps = { campaign: CampaignDetail; controls: ReactNode };

/** How far it is, how fast it goes, and why it stands still. */
export function ProgressPanel({ campaign, controls }: ProgressPanelProps) {
  const { t } = useTranslation("campaigns");
  const query = useQuery(progressQuery(campaign.id));
  const client = useQueryClient();
  const progress = query.data;
  // The state is asked for more often than the campaign: once it differs, the campaign has changed.
  const seen = useRef(campaign.state);
  useEffect(() => {
    if (progress && progress.state !== seen.current) {
      seen.current = progress.state;
      void client.invalidateQueries({ queryKey: ["campaigns", campaign.id] });
    }
  }, [progress, client, campaign.id]);
  return (
    <Surface title={t("progress.title")} actions={<Group gap="xs">{controls}</Group>}>
      {query.isPending && <Skeleton height={64} />}
      {query.isError && !progress && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {progress && (
        <Stack gap="md">
          {progress.waits && <Waits waits={progress.waits} />}
          {progress.total > 0 && <Bar progress={progress} />}
          <Facts campaign={campaign} progress={progress} />
        </Stack>
      )}
    </Surface>
  );
}

function Waits({ waits }: { waits: NonNullable<CampaignProgress["waits"]> }) {
  const { t } = useTranslation("campaigns");
  const say = useServerWords();
  const isHeld = waits.code === "paused" || waits.code.startsWith("provider");
  return (
    <Alert
      variant="light"
      color="gray"
      icon={isHeld ? <IconPlayerPause size={18} /> : <IconClockPause size={18} />}
      title={t(`waits.${waits.code}`)}
    >
      {t(`waits_text.${waits.code}`, { defaultValue: say(waits.text) })}{" "}
      {waits.until && <Time at={waits.until} mode="absolute" />}
    </Alert>
  );
}

/** While it waits, for an hour or for somebody's choice, its past speed foretells nothing. */
function isMoving({ state, per_minute, waits }: CampaignProgress): boolean {
  return state === "sending" && per_minute > 0 && (!waits || waits.code === "throttle");
}

function Bar({ progress }: { progress: CampaignProgress }) {
  const { t, i18n } = useTranslation("campaigns");
  const number = (value: number) => formatNumber(value, i18n.language);
  const words = t("progress.of", { done: number(progress.done), total: number(progress.total) });
  return (
    <div>
      <Progress
        value={(progress.done / progress.total) * 100}
        aria-label={words}
        size="lg"
        animated={isMoving(progress)}
      />
      <Text size="sm" mt={6} aria-live="polite">
        {words}
      </Text>
    </div>
  );
}

const SHOWN = ["waiting", "queued", "sending", "skipped", "failed", "cancelled"] as const;

function Facts({ campaign, progress }: { campaign: CampaignDetail; progress: CampaignProgress }) {
  const { t, i18n } = useTranslation("campaigns");
  const duration = useDuration();
  const number = (value: number) => formatNumber(value, i18n.language);
  const parts = SHOWN.filter((key) => progress[key] > 0);
  return (
    <Group gap="lg">
      {campaign.started_at && (
        <Fact label={t("progress.started")}>
          <Time at={campaign.started_at} mode="absolute" />
        </Fact>
      )}
      {campaign.finished_at && (
        <Fact label={t("progress.finished")}>
          <Time at={campaign.finished_at} mode="absolute" />
        </Fact>
      )}
      {isMoving(progress) && (
        <Fact label={t("progress.rate")}>
          {t("progress.per_minute", { number: number(Math.round(progress.per_minute)) })}
        </Fact>
      )}
      {isMoving(progress) && progress.seconds_left !== null && (
        <Fact label={t("progress.left")}>{duration(progress.seconds_left)}</Fact>
      )}
      {parts.map((key) => (
        <Fact key={key} label={t(`result.${key}`)}>
          {number(progress[key])}
        </Fact>
      ))}
    </Group>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={560} component="div">
        {children}
      </Text>
    </div>
  );
}
