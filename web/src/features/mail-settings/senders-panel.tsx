import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Sender } from "@/lib/api-types-mail-settings";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormActions, FormError, useNotifyError, useSubmit } from "@/ui/form/submit";
import { RowSkeleton } from "@/ui/list/list-state";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import classes from "./mail-settings.module.css";
import { deleteSender, sendersQuery, setSender } from "./queries";

/** The four addresses that templates choose from. */
export function SendersPanel() {
  const { t } = useTranslation("mail-settings");
  const senders = useQuery(sendersQuery);
  return (
    <Surface id="senders" title={t("sender.title")} description={t("sender.text")}>
      {senders.isPending && <RowSkeleton rows={4} />}
      {senders.isError && !senders.data && (
        <ErrorState error={senders.error} onRetry={() => senders.refetch()} />
      )}
      {senders.data?.map((sender) => (
        <SenderRow key={sender.address_type} sender={sender} />
      ))}
    </Surface>
  );
}

function SenderRow({ sender }: { sender: Sender }) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [editing, setEditing] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteSender(sender.address_type),
    onSuccess: () => client.invalidateQueries({ queryKey: sendersQuery.queryKey }),
    onError: notifyError,
  });
  const label = t(`address_type.${sender.address_type}`);
  return (
    <article className={classes.item} aria-label={label}>
      <div className={classes.line}>
        <div className={classes.grow}>
          <Text size="xs" c="dimmed">
            {label}
          </Text>
          <Text size="sm" fw={560} className="fd-break">
            {sender.effective}
          </Text>
        </div>
        <StatusBadge tone={sender.stands_on === "nothing" ? "bad" : sender.is_own ? "good" : "quiet"}>
          {t(`stands_on.${sender.stands_on}`)}
        </StatusBadge>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-label={t("sender.edit", { name: label })}
            onClick={() => setEditing(!editing)}
          >
            {t("common:action.edit")}
          </Button>
          {sender.is_own && (
            <Button
              size="xs"
              variant="subtle"
              color="red"
              loading={remove.isPending}
              aria-label={t("sender.remove", { name: label })}
              onClick={() => remove.mutate()}
            >
              {t("common:action.remove")}
            </Button>
          )}
        </Group>
      </div>
      {sender.stands_on === "nothing" && (
        <Text size="sm" c="red" className="fd-break">
          {t("sender.lapsed", { email: sender.email })}
        </Text>
      )}
      {editing && <SenderForm sender={sender} label={label} onDone={() => setEditing(false)} />}
    </article>
  );
}

function SenderForm({ sender, label, onDone }: { sender: Sender; label: string; onDone: () => void }) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name: sender.is_own ? sender.name : "",
      email: sender.is_own ? sender.email : "",
      reply_to: sender.reply_to,
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => setSender(sender.address_type, values),
    done: async () => {
      await client.invalidateQueries({ queryKey: sendersQuery.queryKey });
      onDone();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label={label}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextInput label={t("sender.name")} maxLength={120} {...form.getInputProps("name")} />
          <TextInput type="email" label={t("sender.email")} required {...form.getInputProps("email")} />
          <TextInput type="email" label={t("sender.reply_to")} {...form.getInputProps("reply_to")} />
        </SimpleGrid>
        <FormError error={mutation.error} fields={["name", "email", "reply_to"]} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onDone} />
      </Stack>
    </form>
  );
}
