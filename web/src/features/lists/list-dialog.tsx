import { Modal, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { changeList, createList, KEY, type MailListDetail } from "./queries";

type ListDialogProps = {
  /** Left out for a new list. */
  list?: MailListDetail;
  opened: boolean;
  onClose: () => void;
  onSaved?: (list: MailListDetail) => void;
};

export function ListDialog({ opened, ...rest }: ListDialogProps) {
  const { t } = useTranslation("lists");
  return (
    <Modal
      opened={opened}
      onClose={rest.onClose}
      title={rest.list ? t("edit") : t("add")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ListForm {...rest} />
    </Modal>
  );
}

function ListForm({ list, onClose, onSaved }: Omit<ListDialogProps, "opened">) {
  const { t } = useTranslation("lists");
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name: list?.name ?? "",
      description: list?.description ?? "",
      is_public: list?.is_public ?? false,
      is_double_opt_in: list?.is_double_opt_in ?? true,
    },
    validate: { name: (value) => (value.trim() ? null : t("name_missing")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => (list ? changeList(list.id, values) : createList(values)),
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: KEY });
      onClose();
      onSaved?.(saved);
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput label={t("common:field.name")} data-autofocus {...form.getInputProps("name")} />
        <Textarea
          label={t("description")}
          description={t("description_hint")}
          autosize
          minRows={2}
          {...form.getInputProps("description")}
        />
        <Switch
          label={t("double_opt_in")}
          description={t("double_opt_in_hint")}
          {...form.getInputProps("is_double_opt_in", { type: "checkbox" })}
        />
        <Switch
          label={t("public")}
          description={t("public_hint")}
          {...form.getInputProps("is_public", { type: "checkbox" })}
        />
        <FormError error={mutation.error} fields={["name", "description"]} />
        <FormActions
          mutation={mutation}
          label={list ? t("common:action.save") : t("add")}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
