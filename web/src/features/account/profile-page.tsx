import { Alert, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconMailExclamation } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Profile } from "@/lib/api-types";
import { formatDateTime, timeZones } from "@/lib/format";
import { isLocale, LOCALE_NAMES, LOCALES, rememberLocale } from "@/lib/i18n";
import { inLocale } from "@/lib/paths";
import { meQuery, useMe } from "@/lib/session";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { changeMe } from "./queries";

export function ProfilePage() {
  const { t } = useTranslation("account");
  const { profile } = useMe();
  return (
    <Page size="narrow" title={t("profile.title")} description={t("profile.text")}>
      <Stack gap="lg">
        {profile && !profile.email_verified && (
          <Alert color="brass" icon={<IconMailExclamation size={18} />} title={t("profile.unconfirmed")}>
            {t("profile.unconfirmed_text", { email: profile.email })}
          </Alert>
        )}
        {profile && <ProfileForm profile={profile} />}
      </Stack>
    </Page>
  );
}

function ProfileForm({ profile }: { profile: Profile }) {
  const { t, i18n } = useTranslation("account");
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useRouterState({ select: (state) => state.location });
  const form = useForm({
    initialValues: { full_name: profile.full_name, locale: profile.locale, timezone: profile.timezone },
    validate: { full_name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: changeMe,
    done: async (me, values) => {
      client.setQueryData(meQuery.queryKey, me);
      form.resetDirty(values);
      notifyDone(t("common:action.saved"));
      if (isLocale(values.locale) && values.locale !== i18n.language) {
        rememberLocale(values.locale);
        await navigate({
          href: inLocale(values.locale, { pathname: location.pathname, search: location.searchStr }),
        });
      }
    },
  });
  return (
    <Surface>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t("common:field.full_name")}
            autoComplete="name"
            {...form.getInputProps("full_name")}
          />
          <TextInput label={t("common:field.email")} value={profile.email} readOnly />
          <Select
            label={t("common:field.language")}
            data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            {...form.getInputProps("locale")}
          />
          <Select
            label={t("common:field.timezone")}
            description={t("profile.now", {
              time: formatDateTime(new Date().toISOString(), i18n.language, form.values.timezone),
            })}
            searchable
            limit={60}
            data={timeZones(profile.timezone)}
            {...form.getInputProps("timezone")}
          />
          <Text size="xs" c="dimmed">
            {t("profile.role", { role: t(`common:role.${profile.role}`) })}
          </Text>
          <FormError error={mutation.error} fields={["full_name", "locale", "timezone"]} />
          <FormActions mutation={mutation} label={t("common:action.save")} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Surface>
  );
}
