import { Button, Text } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNotifyError } from "@/ui/form/submit";
import { ListState, RowSkeleton } from "@/ui/list/list-state";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import classes from "./account.module.css";
import { endSessions, sessionsQuery } from "./queries";
import { fromUnix } from "./unix-time";
import { describeAgent, isHandheld } from "./user-agent";

export function SessionsPanel() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: endSessions,
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
    onError: notifyError,
  });
  const others = (sessions.data ?? []).filter((session) => !session.is_current).map((session) => session.id);
  return (
    <Surface
      flush
      title={t("sessions.title")}
      description={t("sessions.text")}
      actions={
        others.length > 1 && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(others)}>
            {t("sessions.end_others")}
          </Button>
        )
      }
    >
      <ListState query={sessions} skeleton={<RowSkeleton rows={2} />} empty={null}>
        {(items) => (
          <ul className={classes.list}>
            {items.map((session) => {
              const Glyph = isHandheld(session.user_agent) ? IconDeviceMobile : IconDeviceDesktop;
              const name = describeAgent(session.user_agent) || t("sessions.unknown");
              return (
                <li key={session.id} className={classes.row}>
                  <Glyph size={20} stroke={1.6} aria-hidden />
                  <div className={classes.words}>
                    <Text size="sm" fw={560}>
                      {name}
                    </Text>
                    <Text size="xs" c="dimmed" className="fd-break">
                      {session.ip} · <Time at={fromUnix(session.last_seen_at ?? session.created_at)} />
                    </Text>
                  </div>
                  {session.is_current ? (
                    <StatusBadge tone="good">{t("sessions.current")}</StatusBadge>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      aria-label={t("sessions.end_label", { name })}
                      onClick={() => end.mutate([session.id])}
                    >
                      {t("sessions.end")}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </ListState>
    </Surface>
  );
}
