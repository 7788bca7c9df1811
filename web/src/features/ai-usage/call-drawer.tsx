import { Drawer, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AiCall } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { CallStatusBadge } from "@/ui/ai/call-columns";
import { useFeatureName } from "@/ui/ai/use-feature-name";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { Time } from "@/ui/time/time";
import { callQuery } from "./queries";
import classes from "./usage.module.css";

type CallDrawerProps = { call: AiCall | null; onClose: () => void };

/** All that the ledger knows of one call; texts only where the organisation keeps them. */
export function CallDrawer({ call, onClose }: CallDrawerProps) {
  const { t } = useTranslation("ai-usage");
  return (
    <Drawer
      opened={call !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={t("calls.one", { number: call?.id ?? "" })}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {call && (
        <Stack gap="lg">
          <Facts call={call} />
          <Texts id={call.id} />
        </Stack>
      )}
    </Drawer>
  );
}

function Facts({ call }: { call: AiCall }) {
  const { t, i18n } = useTranslation("ai-usage");
  const currency = useCurrency();
  const feature = useFeatureName();
  const number = (value: number) => formatNumber(value, i18n.language);
  const facts = [
    [t("calls.status"), <CallStatusBadge key="status" status={call.status} />],
    [t("calls.error"), call.error_code],
    [t("calls.at"), <Time key="at" at={call.created_at} mode="absolute" />],
    [t("calls.person"), call.person && `${call.person.full_name} (${call.person.email})`],
    [t("calls.model"), call.model_name],
    [t("calls.served_by"), call.served_by],
    [t("calls.feature"), feature(call.feature)],
    [t("calls.related"), call.related_type && `${call.related_type} ${call.related_id}`],
    [t("ai:usage.prompt_tokens"), number(call.prompt_tokens)],
    [t("ai:usage.completion_tokens"), number(call.completion_tokens)],
    [t("calls.estimated"), call.estimated && t("calls.estimated_text")],
    [t("calls.provider_tokens"), call.provider_tokens !== null && number(call.provider_tokens)],
    [t("ai:usage.cost"), currency ? formatMoney(call.cost, currency, i18n.language) : call.cost],
    [t("calls.latency"), t("calls.ms", { ms: number(call.latency_ms) })],
    [
      t("calls.first_token"),
      call.first_token_ms !== null && t("calls.ms", { ms: number(call.first_token_ms) }),
    ],
    [t("calls.request"), call.request_id],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="fd-break">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Texts({ id }: { id: number }) {
  const { t } = useTranslation("ai-usage");
  const call = useQuery(callQuery(id));
  if (call.isPending) return <PagePending />;
  if (!call.data) return <ErrorState error={call.error} onRetry={() => call.refetch()} />;
  return (
    <section aria-label={t("calls.texts")}>
      <Text size="sm" fw={560} mb={6}>
        {t("calls.texts")}
      </Text>
      {call.data.log ? (
        <pre className={classes.log}>{JSON.stringify(call.data.log, null, 2)}</pre>
      ) : (
        <Text size="sm" c="dimmed">
          {t("calls.no_texts")}
        </Text>
      )}
    </section>
  );
}
