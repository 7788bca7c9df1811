import { Alert, Anchor, Button, Collapse, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailDomain } from "@/lib/api-types-mail-settings";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { FormActions, FormError, useNotifyError, useSubmit } from "@/ui/form/submit";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import classes from "./mail-settings.module.css";
import {
  changeDomain,
  checkDomain,
  deleteDomain,
  domainsQuery,
  rotateDomainKey,
  sendersQuery,
} from "./queries";
import { RecordList } from "./record-list";

const TONES: Record<MailDomain["status"], Tone> = { pending: "attention", verified: "good", failing: "bad" };

/** A domain with its records; those of a verified one are folded away. */
export function DomainCard({ domain }: { domain: MailDomain }) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [open, setOpen] = useState(domain.status !== "verified");
  const [asked, setAsked] = useState<"delete" | "rotate" | "hosts" | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: domainsQuery.queryKey });
    await client.invalidateQueries({ queryKey: sendersQuery.queryKey });
  };
  const check = useMutation({
    mutationFn: () => checkDomain(domain.id),
    onSettled: refresh,
    onError: notifyError,
  });
  return (
    <article className={classes.item} aria-label={domain.display_name}>
      <div className={classes.line}>
        <Title order={3} size="h4" className="fd-break">
          {domain.display_name}
        </Title>
        <StatusBadge tone={TONES[domain.status]}>{t(`domain_state.${domain.status}`)}</StatusBadge>
        <Text size="sm" c="dimmed" className={classes.grow}>
          {t("domain.checked")} <Time at={domain.checked_at} never={t("provider.never")} />
        </Text>
        <Button
          size="xs"
          variant="light"
          loading={check.isPending}
          onClick={() => check.mutate()}
          leftSection={<IconRefresh size={15} aria-hidden />}
        >
          {t("domain.check")}
        </Button>
      </div>
      {domain.counts_until && (
        <Alert color="red" variant="light" title={t("domain.failing_title")}>
          {t("domain.failing_text")} <Time at={domain.counts_until} mode="absolute" />
        </Alert>
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        w="fit-content"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t("domain.hide_records") : t("domain.show_records")}
      </Anchor>
      <Collapse expanded={open}>
        <RecordList records={domain.records} />
      </Collapse>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setAsked(asked === "hosts" ? null : "hosts")}>
          {t("domain.hosts")}
        </Button>
        {!domain.next_dkim_selector && (
          <Button size="xs" variant="default" onClick={() => setAsked("rotate")}>
            {t("domain.rotate")}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsked("delete")}>
          {t("common:action.delete")}
        </Button>
      </Group>
      {asked === "hosts" && <Hosts domain={domain} onDone={() => setAsked(null)} />}
      <ConfirmDialog
        opened={asked === "rotate"}
        onClose={() => setAsked(null)}
        title={t("domain.rotate_title")}
        action={t("domain.rotate")}
        run={() => rotateDomainKey(domain.id)}
        done={() => {
          setOpen(true);
          void refresh();
        }}
      >
        {t("domain.rotate_text")}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={() => setAsked(null)}
        title={t("domain.delete_title", { name: domain.display_name })}
        action={t("common:action.delete")}
        danger
        run={() => deleteDomain(domain.id)}
        done={refresh}
      >
        {t("domain.delete_text")}
      </ConfirmDialog>
    </article>
  );
}

function Hosts({ domain, onDone }: { domain: MailDomain; onDone: () => void }) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const form = useForm({
    initialValues: { return_path_host: domain.return_path_host, tracking_host: domain.tracking_host },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => changeDomain(domain.id, values),
    done: async () => {
      await client.invalidateQueries({ queryKey: domainsQuery.queryKey });
      onDone();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label={t("domain.hosts")}>
      <Stack gap="sm">
        <TextInput
          label={t("domain.tracking_host")}
          description={t("domain.tracking_host_help")}
          placeholder={`links.${domain.domain}`}
          {...form.getInputProps("tracking_host")}
        />
        <TextInput
          label={t("domain.return_path_host")}
          description={t("domain.return_path_host_help")}
          placeholder={`bounces.${domain.domain}`}
          {...form.getInputProps("return_path_host")}
        />
        <FormError error={mutation.error} fields={["tracking_host", "return_path_host"]} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onDone} />
      </Stack>
    </form>
  );
}
