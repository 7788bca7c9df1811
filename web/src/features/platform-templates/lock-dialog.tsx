import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TemplateType } from "@/lib/api-types-mail";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { OrganizationSelect } from "./organization-select";
import { liftLock, setLock } from "./queries";

/** What is to hold for a type, for all or for one organisation. */
export type Locking = { type: TemplateType; is_locked: boolean; forOne: boolean };

export function LockDialog({ asking, onClose }: { asking: Locking | null; onClose: () => void }) {
  const { t } = useTranslation("platform-templates");
  const verb = asking?.is_locked ? "lock" : "unlock";
  return (
    <Modal
      opened={asking !== null}
      onClose={onClose}
      title={
        asking &&
        t(`locks.title_${asking.forOne ? "except" : verb}`, { name: t(`templates:type.${asking.type}`) })
      }
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {asking && <LockForm asking={asking} onClose={onClose} />}
    </Modal>
  );
}

function LockForm({ asking, onClose }: { asking: Locking; onClose: () => void }) {
  const { t } = useTranslation("platform-templates");
  const client = useQueryClient();
  const { type, is_locked, forOne } = asking;
  const form = useForm({
    initialValues: { reason: "", organization_id: "" },
    validate: {
      reason: (value) => (is_locked && !value.trim() ? t("common:error.required") : null),
      organization_id: (value) => (forOne && !value ? t("common:error.required") : null),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ reason, organization_id }) =>
      is_locked || forOne
        ? setLock(type, { is_locked, reason: reason.trim(), ...(forOne && { organization_id }) })
        : liftLock(type),
    done: async () => {
      await client.invalidateQueries({ queryKey: ["email-templates"] });
      notifyDone(t("common:action.saved"));
      onClose();
    },
  });
  const what = is_locked ? "lock" : "unlock";
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t(`locks.text_${forOne ? `one_${what}` : what}`)}</Text>
        {forOne && (
          <OrganizationSelect
            label={t("column.organization")}
            required
            data-autofocus
            value={form.values.organization_id || null}
            onChange={(id) => form.setFieldValue("organization_id", id ?? "")}
            error={form.errors.organization_id}
          />
        )}
        {(is_locked || forOne) && (
          <TextInput
            label={t("locks.reason")}
            description={t("locks.reason_hint")}
            required={is_locked}
            maxLength={300}
            {...form.getInputProps("reason")}
          />
        )}
        <FormError error={mutation.error} fields={["reason", "organization_id"]} />
        <FormActions mutation={mutation} label={t(`locks.${what}`)} onCancel={onClose} />
      </Stack>
    </form>
  );
}
