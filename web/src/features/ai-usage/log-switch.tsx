import { Skeleton, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeSettings, settingsQuery } from "./queries";

/** Whether the ledger keeps what was asked and answered. */
export function LogSwitch() {
  const { t } = useTranslation("ai-usage");
  const client = useQueryClient();
  const settings = useQuery(settingsQuery);
  const change = useMutation({
    mutationFn: (log_texts: boolean) => changeSettings({ log_texts }),
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      notifyDone(t("common:action.saved"));
    },
  });
  return (
    <Surface title={t("log.title")} description={t("log.text")}>
      {settings.isPending && <Skeleton height={24} width={220} aria-busy="true" />}
      {settings.isError && !settings.data && (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      )}
      {settings.data && (
        <Switch
          label={t("log.switch")}
          description={t(settings.data.log_texts ? "log.on" : "log.off")}
          checked={settings.data.log_texts}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      )}
      <FormError error={change.error} />
    </Surface>
  );
}
