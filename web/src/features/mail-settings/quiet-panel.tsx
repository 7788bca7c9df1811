import { Group, Select, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailSettings } from "@/lib/api-types-mail-settings";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useNotifyError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeSettings, settingsQuery } from "./queries";

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));
/** A night, as most people have it. */
const NIGHT = { quiet_from: 21, quiet_until: 8 };

/** The hours in which nobody gets mail that goes out at their best time. */
export function QuietPanel() {
  const { t } = useTranslation("best-times");
  const settings = useQuery(settingsQuery);
  return (
    <Surface id="quiet" title={t("quiet.title")} description={t("quiet.text")}>
      {settings.isPending && <Skeleton height={90} aria-busy="true" />}
      {settings.isError && !settings.data && (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      )}
      {settings.data && <Hours settings={settings.data} />}
    </Surface>
  );
}

function Hours({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation("best-times");
  const client = useQueryClient();
  const onError = useNotifyError();
  const change = useMutation({
    mutationFn: changeSettings,
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: ["best-times"] });
    },
    onError,
  });
  const isQuiet = settings.quiet_from !== settings.quiet_until;
  return (
    <Stack gap="sm">
      <Switch
        label={t("quiet.on")}
        checked={isQuiet}
        disabled={change.isPending}
        onChange={(event) =>
          change.mutate(event.currentTarget.checked ? NIGHT : { quiet_from: 0, quiet_until: 0 })
        }
      />
      {isQuiet && (
        <Group align="flex-end">
          {(["quiet_from", "quiet_until"] as const).map((edge) => (
            <Select
              key={edge}
              label={t(`quiet.${edge}`)}
              w={140}
              allowDeselect={false}
              disabled={change.isPending}
              // The same hour twice would mean: at any hour.
              data={HOURS.filter(
                ({ value }) =>
                  Number(value) !== settings[edge === "quiet_from" ? "quiet_until" : "quiet_from"],
              )}
              value={String(settings[edge])}
              onChange={(hour) => change.mutate({ [edge]: Number(hour) })}
            />
          ))}
        </Group>
      )}
      <Text size="xs" c="dimmed">
        {t("quiet.whose")}
      </Text>
    </Stack>
  );
}
