import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Provider, ProviderKind } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { FormError, useNotifyError } from "@/ui/form/submit";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import classes from "./mail-settings.module.css";
import { PauseDialog } from "./pause-dialog";
import { ProviderForm } from "./provider-form";
import { checkProvider, deleteProvider, providersQuery, resumeProvider } from "./queries";
import { TestMail } from "./test-mail";
import { MissingSecret } from "./webhook-secret";

type ProviderCardProps = { provider: Provider; kind: ProviderKind; withTest?: boolean };

/** One sending provider: how it fares, and what can be done with it. */
export function ProviderCard({ provider, kind, withTest }: ProviderCardProps) {
  const { t, i18n } = useTranslation("mail-settings");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [asked, setAsked] = useState<"edit" | "delete" | "pause" | "test" | null>(withTest ? "test" : null);
  const refresh = () => client.invalidateQueries({ queryKey: providersQuery.queryKey });
  const resume = useMutation({
    mutationFn: () => resumeProvider(provider.id),
    onSuccess: refresh,
    onError: notifyError,
  });
  const { state, tone } = stateOf(provider);
  if (asked === "edit") {
    return (
      <div className={classes.item}>
        <ProviderForm
          kind={kind}
          provider={provider}
          onCancel={() => setAsked(null)}
          onDone={() => setAsked(null)}
        />
      </div>
    );
  }
  return (
    <article className={classes.item} aria-label={provider.name}>
      <div className={classes.line}>
        <Title order={3} size="h4" className="fd-break">
          {provider.name}
        </Title>
        <StatusBadge tone={tone}>{t(`state.${state}`)}</StatusBadge>
        <Text size="sm" c="dimmed">
          {kind.title} · {t(`serves.${provider.serves}`)}
          {provider.rate_per_second !== null &&
            ` · ${t("provider.rate_of", { rate: formatNumber(provider.rate_per_second, i18n.language) })}`}
        </Text>
      </div>
      {provider.state === "paused" && (
        <Alert color="brass" variant="light" title={t("provider.paused")}>
          {provider.paused_reason}
        </Alert>
      )}
      {provider.last_error && (
        <Alert color="red" variant="light" title={t("provider.last_error")}>
          <span className="fd-break">{provider.last_error}</span>{" "}
          {provider.last_error_at && <Time at={provider.last_error_at} />}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t("provider.last_sent")} <Time at={provider.last_sent_at} never={t("provider.never")} /> ·{" "}
        {t("provider.verified")} <Time at={provider.verified_at} never={t("provider.never")} />
      </Text>
      <Check provider={provider} />
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setAsked(asked === "test" ? null : "test")}>
          {t("test.title")}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsked("edit")}>
          {t("common:action.edit")}
        </Button>
        {state === "active" || state === "untried" ? (
          <Button size="xs" variant="default" onClick={() => setAsked("pause")}>
            {t("provider.pause")}
          </Button>
        ) : (
          <Button size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
            {t("provider.resume")}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsked("delete")}>
          {t("common:action.delete")}
        </Button>
      </Group>
      {asked === "test" && <TestMail provider={provider} />}
      {kind.webhooks.length > 0 && (
        <>
          <Text size="xs" c="dimmed" className="fd-break">
            {t("provider.webhook")} <span className={classes.code}>{provider.webhook_url}</span>
          </Text>
          <MissingSecret kind={kind} provider={provider} />
        </>
      )}
      <PauseDialog provider={provider} opened={asked === "pause"} onClose={() => setAsked(null)} />
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={() => setAsked(null)}
        title={t("provider.delete_title", { name: provider.name })}
        action={t("common:action.delete")}
        danger
        run={() => deleteProvider(provider.id)}
        done={refresh}
      >
        {t("provider.delete_text")}
      </ConfirmDialog>
    </article>
  );
}

/** Connects and signs in without sending anything. */
function Check({ provider }: { provider: Provider }) {
  const { t } = useTranslation("mail-settings");
  const check = useMutation({ mutationFn: () => checkProvider(provider.id) });
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        size="xs"
        variant="light"
        loading={check.isPending}
        onClick={() => check.mutate()}
        leftSection={<IconPlugConnected size={15} aria-hidden />}
      >
        {t("check.run")}
      </Button>
      <FormError error={check.error} />
      {check.data && (
        <Alert
          role="status"
          color={check.data.ok ? "pine" : "red"}
          variant="light"
          title={check.data.ok ? t("check.ok", { ms: check.data.latency_ms }) : t("check.failed")}
        >
          <span className="fd-break">{check.data.ok ? t("check.ok_text") : check.data.detail}</span>
        </Alert>
      )}
    </Stack>
  );
}

function stateOf(provider: Provider): { state: "active" | "untried" | "paused" | "resting"; tone: Tone } {
  if (provider.state === "paused") return { state: "paused", tone: "attention" };
  if (provider.open_until && Date.parse(provider.open_until) > Date.now()) {
    return { state: "resting", tone: "bad" };
  }
  if (!provider.verified_at && !provider.last_sent_at) return { state: "untried", tone: "quiet" };
  return { state: "active", tone: "good" };
}
