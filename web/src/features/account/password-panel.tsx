import { PasswordInput, SimpleGrid, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changePassword } from "./queries";
import { useGuard } from "./reauthentication";

export function PasswordPanel() {
  const { t } = useTranslation("account");
  const guard = useGuard();
  const required = (value: string) => (value ? null : t("common:error.required"));
  const form = useForm({
    initialValues: { current_password: "", new_password: "" },
    validate: { current_password: required, new_password: required },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => guard(() => changePassword(values)),
    done: () => {
      form.reset();
      notifyDone(t("password.done"));
    },
  });
  return (
    <Surface title={t("password.title")}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordInput
              label={t("password.current")}
              autoComplete="current-password"
              {...form.getInputProps("current_password")}
            />
            <PasswordInput
              label={t("password.new")}
              autoComplete="new-password"
              {...form.getInputProps("new_password")}
            />
          </SimpleGrid>
          <FormError error={mutation.error} fields={["current_password", "new_password"]} />
          <FormActions mutation={mutation} label={t("password.submit")} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Surface>
  );
}
