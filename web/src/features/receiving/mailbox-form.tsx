import { NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api-types-inbox";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { MailboxSignIn } from "./mailbox-sign-in";
import { initialValues, type MailboxValues, portFor, toInput } from "./mailbox-values";
import { changeMailbox, createMailbox, mailboxesQuery } from "./queries";

const TLS = ["implicit", "starttls", "none"] as const;
const AFTERWARDS = ["seen", "keep", "move", "delete"] as const;
const FIELDS = [
  "name",
  "address",
  "host",
  "port",
  "tls",
  "auth",
  "username",
  "password",
  "client_secret",
  "refresh_token",
  "oauth.token_url",
  "oauth.client_id",
  "oauth.scope",
  "folder",
  "afterwards",
  "move_to",
  "authserv_id",
];

type MailboxFormProps = { mailbox?: Mailbox; onCancel: () => void; onDone: (mailbox: Mailbox) => void };

export function MailboxForm({ mailbox, onCancel, onDone }: MailboxFormProps) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const isFilled = (value: string) => (value.trim() ? null : t("common:error.required"));
  const form = useForm<MailboxValues>({
    initialValues: initialValues(mailbox),
    validate: {
      name: isFilled,
      address: (value) => (value.includes("@") ? null : t("common:error.email")),
      host: isFilled,
      username: isFilled,
      folder: isFilled,
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) =>
      mailbox
        ? changeMailbox(mailbox.id, { ...toInput(values), version: mailbox.version })
        : createMailbox(toInput(values)),
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: mailboxesQuery.queryKey });
      notifyDone(t("mailbox.saved", { name: saved.name }));
      onDone(saved);
    },
  });
  const input = form.getInputProps;
  return (
    <form onSubmit={onSubmit} noValidate aria-label={mailbox?.name ?? t("mailbox.add")}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput label={t("field.name")} required maxLength={80} {...input("name")} />
          <TextInput
            label={t("field.address")}
            description={t("field.address_help")}
            required
            type="email"
            {...input("address")}
          />
          <TextInput
            label={t("field.host")}
            placeholder="imap.example.com"
            required
            autoCapitalize="none"
            spellCheck={false}
            {...input("host")}
          />
          <Select
            label={t("field.tls")}
            allowDeselect={false}
            data={TLS.map((value) => ({ value, label: t(`tls.${value}`) }))}
            {...input("tls")}
            onChange={(value) => {
              const tls = (value ?? "implicit") as Mailbox["tls"];
              form.setValues({ tls, port: portFor(tls, form.getValues()) });
            }}
          />
          <NumberInput label={t("field.port")} min={1} max={65535} allowDecimal={false} {...input("port")} />
        </SimpleGrid>
        <MailboxSignIn form={form} mailbox={mailbox} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput label={t("field.folder")} required {...input("folder")} />
          <Select
            label={t("field.afterwards")}
            description={t("field.afterwards_help")}
            allowDeselect={false}
            data={AFTERWARDS.map((value) => ({ value, label: t(`afterwards.${value}`) }))}
            {...input("afterwards")}
          />
          {form.values.afterwards === "move" && (
            <TextInput label={t("field.move_to")} required {...input("move_to")} />
          )}
          <TextInput
            label={t("field.authserv_id")}
            description={t("field.authserv_id_help")}
            spellCheck={false}
            {...input("authserv_id")}
          />
        </SimpleGrid>
        <FormError error={mutation.error} fields={FIELDS} />
        <FormActions
          mutation={mutation}
          label={mailbox ? t("common:action.save") : t("mailbox.create")}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}
