import { Text, Timeline } from "@mantine/core";
import {
  type Icon,
  IconList,
  IconMail,
  IconPointFilled,
  IconShieldCheck,
  IconTimeline,
  IconUser,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/lib/api-types";
import { CONSENT_PURPOSES } from "@/lib/choices";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { timelineQuery } from "./queries";

const ICONS: Record<string, Icon> = {
  mail: IconMail,
  list: IconList,
  contact: IconUser,
  consent: IconShieldCheck,
};

function iconOf(entry: TimelineEntry): Icon {
  return ICONS[entry.kind.split(".")[0] ?? ""] ?? IconPointFilled;
}

export function TimelinePanel({ id }: { id: string }) {
  const { t } = useTranslation("contacts");
  const say = useMailWords();
  const timeline = useQuery(timelineQuery(id));
  const titleOf = (entry: TimelineEntry) => {
    const purpose = CONSENT_PURPOSES.find((known) => known === entry.title);
    return t(`timeline.kind.${entry.kind}`, {
      title: entry.title,
      purpose: purpose ? t(`purpose.${purpose}`) : entry.title,
      defaultValue: entry.title,
    });
  };
  return (
    <Surface title={t("timeline.title")}>
      <ListState
        query={timeline}
        empty={
          <EmptyState icon={IconTimeline} title={t("timeline.empty")}>
            {t("timeline.empty_text")}
          </EmptyState>
        }
      >
        {(entries) => (
          <Timeline bulletSize={26} lineWidth={1}>
            {entries.map((entry) => {
              const Glyph = iconOf(entry);
              return (
                <Timeline.Item
                  key={`${entry.at} ${entry.kind} ${entry.record_id} ${entry.detail}`}
                  bullet={<Glyph size={14} aria-hidden />}
                  title={
                    <Text size="sm" fw={560}>
                      {titleOf(entry)}
                    </Text>
                  }
                >
                  {entry.detail && (
                    <Text size="sm" c="dimmed" className="fd-break">
                      {say(entry.detail)}
                    </Text>
                  )}
                  <Text size="xs" c="dimmed">
                    <Time at={entry.at} />
                  </Text>
                </Timeline.Item>
              );
            })}
          </Timeline>
        )}
      </ListState>
    </Surface>
  );
}
