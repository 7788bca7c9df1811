import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { createCampaign } from "./queries";

/** A name is all it takes: everything else is decided in the draft. */
export function NewCampaignPage() {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ name }) => createCampaign(name),
    done: (made) => navigate({ to: path(`/admin/mail/campaigns/${made.id}`), replace: true }),
  });
  return (
    <Page
      title={t("add")}
      description={t("new.text")}
      back={{ to: path("/admin/mail/campaigns"), label: t("title") }}
    >
      <Surface>
        <form onSubmit={onSubmit} noValidate>
          <Stack maw="36rem">
            <TextInput
              label={t("common:field.name")}
              description={t("new.name_hint")}
              data-autofocus
              maxLength={160}
              {...form.getInputProps("name")}
            />
            <FormError error={mutation.error} fields={["name"]} />
            <FormActions mutation={mutation} label={t("new.create")} />
          </Stack>
        </form>
      </Surface>
    </Page>
  );
}
