import { Text, Timeline } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";

export function MessageTimeline({ events }: { events: MessageDetail["events"] }) {
  const { t } = useTranslation("mail");
  return (
    <Surface title={t("timeline")}>
      <Timeline active={events.length - 1} bulletSize={12} lineWidth={2}>
        {events.map((event) => (
          <Timeline.Item
            key={`${event.at}${event.status}`}
            title={
              <Text size="sm" fw={560} component="span">
                {t(`common:mail_status.${event.status}`, { defaultValue: event.status })}
              </Text>
            }
          >
            {event.detail && (
              <Text size="xs" className="fd-break">
                {event.detail}
              </Text>
            )}
            <Text size="xs" c="dimmed">
              <Time at={event.at} mode="absolute" />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Surface>
  );
}
