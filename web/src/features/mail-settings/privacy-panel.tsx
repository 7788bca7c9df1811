import { Button, Skeleton, Stack, Switch, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailSettings } from "@/lib/api-types-mail-settings";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone, useNotifyError, useSubmit } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeSettings, settingsQuery } from "./queries";

const SWITCHES = ["track_opens", "track_clicks", "is_private"] as const;

/** What is counted of readers, what is kept of them, and the address under newsletters. */
export function PrivacyPanel() {
  const { t } = useTranslation("mail-settings");
  const settings = useQuery(settingsQuery);
  return (
    <Surface id="privacy" title={t("privacy.title")} description={t("privacy.text")}>
      {settings.isPending && <Skeleton height={120} aria-busy="true" />}
      {settings.isError && !settings.data && (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      )}
      {settings.data && <Switches settings={settings.data} />}
    </Surface>
  );
}

function Switches({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const onError = useNotifyError();
  const keep = (saved: MailSettings) => client.setQueryData(settingsQuery.queryKey, saved);
  const change = useMutation({ mutationFn: changeSettings, onSuccess: keep, onError });
  const form = useForm({ initialValues: { postal_address: settings.postal_address } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: changeSettings,
    done: (saved) => {
      keep(saved);
      notifyDone(t("common:action.saved"));
    },
  });
  return (
    <Stack gap="md">
      {SWITCHES.map((key) => (
        <Switch
          key={key}
          label={t(`privacy.${key}`)}
          description={t(`privacy.${key}_text`)}
          checked={settings[key]}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ [key]: event.currentTarget.checked })}
        />
      ))}
      <form onSubmit={onSubmit} noValidate aria-label={t("privacy.postal_address")}>
        <Stack gap="sm" align="flex-start">
          <Textarea
            label={t("privacy.postal_address")}
            description={t("privacy.postal_address_text")}
            autosize
            minRows={2}
            maxLength={500}
            w="100%"
            {...form.getInputProps("postal_address")}
          />
          <FormError error={mutation.error} fields={["postal_address"]} />
          <Button type="submit" size="xs" variant="default" loading={mutation.isPending}>
            {t("common:action.save")}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
