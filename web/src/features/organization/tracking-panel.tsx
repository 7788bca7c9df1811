import { Skeleton, Stack, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useNotifyError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeMailSettings, mailSettingsQuery } from "./queries";

const SWITCHES = ["track_opens", "track_clicks"] as const;

/** Whether the organisation wants to know who opens its mails and follows their links. */
export function TrackingPanel() {
  const { t } = useTranslation("organization");
  const client = useQueryClient();
  const onError = useNotifyError();
  const settings = useQuery(mailSettingsQuery);
  const change = useMutation({
    mutationFn: changeMailSettings,
    onSuccess: (saved) => client.setQueryData(mailSettingsQuery.queryKey, saved),
    onError,
  });
  return (
    <div id="tracking">
      <Surface title={t("tracking.title")} description={t("tracking.text")}>
        {settings.isPending && <Skeleton height={72} aria-busy="true" />}
        {settings.isError && !settings.data && (
          <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
        )}
        {settings.data && (
          <Stack gap="md">
            {SWITCHES.map((key) => (
              <Switch
                key={key}
                label={t(`tracking.${key}`)}
                description={t(`tracking.${key}_text`)}
                checked={settings.data[key]}
                disabled={change.isPending}
                onChange={(event) => change.mutate({ [key]: event.currentTarget.checked })}
              />
            ))}
          </Stack>
        )}
      </Surface>
    </div>
  );
}
