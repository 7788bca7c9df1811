import { ActionIcon, Button, Fieldset, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Contact, ContactInput, Locale } from "@/lib/api-types";
import { timeZones } from "@/lib/format";
import { isLocale, LOCALE_NAMES, LOCALES } from "@/lib/i18n";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { changeContact, createContact } from "./queries";

type ContactDialogProps = {
  /** Left out for a new contact. */
  contact?: Contact;
  opened: boolean;
  onClose: () => void;
  onSaved?: (contact: Contact) => void;
};

export function ContactDialog({ contact, opened, onClose, onSaved }: ContactDialogProps) {
  const { t } = useTranslation("contacts");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={contact ? t("edit.title") : t("add")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ContactForm contact={contact} onClose={onClose} onSaved={onSaved} />
    </Modal>
  );
}

type Fields = NonNullable<ContactInput["fields"]>;
type Row = { key: string; value: string };

const shown = (value: unknown) => (Array.isArray(value) ? value.join(", ") : String(value ?? ""));

/** Numbers, lists and yes/no keep their kind when their text was not changed. */
function toFields(rows: Row[], before: Fields): Fields {
  const filled = rows.filter((row) => row.key.trim());
  return Object.fromEntries(
    filled.map(({ key, value }) => {
      const old = before[key];
      return [key.trim(), old !== undefined && old !== null && shown(old) === value ? old : value];
    }),
  );
}

function ContactForm({ contact, onClose, onSaved }: Omit<ContactDialogProps, "opened">) {
  const { t } = useTranslation("contacts");
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      email: contact?.email ?? "",
      full_name: contact?.full_name ?? "",
      phone: contact?.phone ?? "",
      locale: (isLocale(contact?.locale ?? "") ? contact?.locale : "") as Locale | "",
      timezone: contact?.timezone ?? "",
      fields: Object.entries(contact?.fields ?? {}).map(
        ([key, value]): Row => ({ key, value: shown(value) }),
      ),
    },
    validate: { email: (value) => (value.includes("@") ? null : t("common:error.email")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => {
      const body = { ...values, fields: toFields(values.fields, (contact?.fields ?? {}) as Fields) };
      return contact ? changeContact(contact.id, body) : createContact(body);
    },
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: ["contacts"] });
      onClose();
      onSaved?.(saved);
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          type="email"
          label={t("common:field.email")}
          data-autofocus
          {...form.getInputProps("email")}
        />
        <TextInput label={t("common:field.full_name")} {...form.getInputProps("full_name")} />
        <TextInput type="tel" label={t("field.phone")} {...form.getInputProps("phone")} />
        <Group grow align="flex-start">
          <Select
            label={t("common:field.language")}
            clearable
            data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            {...form.getInputProps("locale")}
            value={form.values.locale || null}
            onChange={(value) => form.setFieldValue("locale", (value ?? "") as Locale | "")}
          />
          <Select
            label={t("common:field.timezone")}
            searchable
            clearable
            limit={60}
            data={timeZones(form.values.timezone || undefined)}
            {...form.getInputProps("timezone")}
            value={form.values.timezone || null}
            onChange={(value) => form.setFieldValue("timezone", value ?? "")}
          />
        </Group>
        <Fieldset legend={t("field.own")} variant="unstyled">
          <Stack gap="xs" mt={6}>
            {form.values.fields.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
                <TextInput
                  flex={1}
                  aria-label={t("field.own_name", { number: index + 1 })}
                  placeholder="visa_type"
                  {...form.getInputProps(`fields.${index}.key`)}
                />
                <TextInput
                  flex={2}
                  aria-label={t("field.own_value", { number: index + 1 })}
                  {...form.getInputProps(`fields.${index}.value`)}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t("field.own_remove", { name: row.key })}
                  onClick={() => form.removeListItem("fields", index)}
                >
                  <IconX size={16} />
                </ActionIcon>
              </Group>
            ))}
            <Button
              variant="subtle"
              size="compact-sm"
              style={{ alignSelf: "flex-start" }}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => form.insertListItem("fields", { key: "", value: "" })}
            >
              {t("field.own_add")}
            </Button>
          </Stack>
        </Fieldset>
        <FormError error={mutation.error} fields={["email", "full_name", "phone", "locale", "timezone"]} />
        <FormActions
          mutation={mutation}
          label={contact ? t("common:action.save") : t("add")}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
