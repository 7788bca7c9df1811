import {
  Anchor,
  Collapse,
  Fieldset,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Provider, ProviderKind } from "@/lib/api-types-mail-settings";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { FieldInput } from "./field-input";
import { initialValues, isSeldom, isShown, type ProviderValues, toInput } from "./provider-values";
import { changeProvider, createProvider, providersQuery } from "./queries";
import { needsWebhookSecret, WebhookSecret } from "./webhook-secret";

const SERVES = ["all", "transactional", "marketing"] as const;
const NAMES: Record<string, string> = {
  rate_per_second: "rate",
  max_connections: "connections",
  webhook_secret: "webhookSecret",
};

type ProviderFormProps = {
  kind: ProviderKind;
  provider?: Provider;
  onCancel: () => void;
  onDone: (provider: Provider) => void;
};

/** Made of what the catalogue says of the kind. Secrets that are there stay unless another is typed. */
export function ProviderForm({ kind, provider, onCancel, onDone }: ProviderFormProps) {
  const { t } = useTranslation("mail-settings");
  const say = useMailWords();
  const client = useQueryClient();
  const form = useForm<ProviderValues>({ initialValues: initialValues(kind, provider) });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => save(kind, values, provider),
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: providersQuery.queryKey });
      notifyDone(t("provider.saved", { name: saved.name }));
      onDone(saved);
    },
  });
  const fields = kind.fields.filter((field) => isShown(field, form.values.settings));
  const known = [
    ...fields.map((field) => `${field.secret ? "secrets" : "settings"}.${field.name}`),
    "name",
    "serves",
    "rate",
    "connections",
    "webhookSecret",
  ];
  const inputs = (seldom: boolean) =>
    fields
      .filter((field) => isSeldom(field) === seldom)
      .map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          isSet={Boolean(provider?.secrets_set.includes(field.name))}
          input={form.getInputProps(`${field.secret ? "secrets" : "settings"}.${field.name}`)}
        />
      ));
  const webhookSecret = (
    <WebhookSecret kind={kind} provider={provider} input={form.getInputProps("webhookSecret")} />
  );
  return (
    <form onSubmit={onSubmit} noValidate aria-label={kind.title}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput label={t("provider.name")} required maxLength={80} {...form.getInputProps("name")} />
          <Select
            label={t("provider.serves")}
            description={t("provider.serves_help")}
            allowDeselect={false}
            data={SERVES.map((value) => ({ value, label: t(`serves.${value}`) }))}
            {...form.getInputProps("serves")}
          />
          {inputs(false)}
          {needsWebhookSecret(kind) && webhookSecret}
        </SimpleGrid>
        <More>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <NumberInput
              label={t("provider.rate")}
              description={t("provider.rate_help")}
              min={0}
              {...form.getInputProps("rate")}
            />
            <NumberInput
              label={t("provider.connections")}
              description={t("provider.connections_help")}
              min={1}
              max={100}
              {...form.getInputProps("connections")}
            />
            {kind.webhooks.length > 0 && !needsWebhookSecret(kind) && webhookSecret}
            {inputs(true)}
          </SimpleGrid>
        </More>
        {(kind.dns || kind.notes) && (
          <Text size="xs" c="dimmed">
            {[kind.dns, kind.notes].filter(Boolean).map(say).join(" ")}
          </Text>
        )}
        <FormError error={mutation.error} fields={known} />
        <FormActions
          mutation={mutation}
          label={provider ? t("common:action.save") : t("provider.create")}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}

function More({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation("mail-settings");
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t("provider.less") : t("provider.more")}
      </Anchor>
      <Collapse expanded={open}>
        <Fieldset variant="unstyled" mt="sm">
          {children}
        </Fieldset>
      </Collapse>
    </div>
  );
}

async function save(kind: ProviderKind, values: ProviderValues, provider?: Provider): Promise<Provider> {
  const input = toInput(kind, values);
  const secret = values.webhookSecret ? { webhook_secret: values.webhookSecret } : {};
  try {
    if (!provider) return await createProvider({ ...input, ...secret, webhook_secret: values.webhookSecret });
    return await changeProvider(provider.id, { ...input, ...secret, version: provider.version });
  } catch (error) {
    throw renamed(error);
  }
}

/** The server's names of fields under the form's own. */
function renamed(error: unknown): unknown {
  if (typeof error === "object" && error && "errors" in error) {
    for (const entry of (error as { errors: { field: string }[] }).errors) {
      entry.field = NAMES[entry.field] ?? entry.field;
    }
  }
  return error;
}
