import { Group, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail, TemplateVersion } from "@/lib/api-types-mail";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import classes from "./history.module.css";

type VersionListProps = {
  template: TemplateDetail;
  versions: readonly TemplateVersion[];
  chosen: number;
  onChoose: (version: number) => void;
};

export function VersionList({ template, versions, chosen, onChoose }: VersionListProps) {
  const { t } = useTranslation("template-shell");
  return (
    <ol className={classes.list} aria-label={t("history.title")}>
      {versions.map(({ version, subject, created_at, created_by, ai_model }) => {
        const who = created_by?.full_name ?? t("history.nobody");
        return (
          <li key={version}>
            <button
              type="button"
              className={classes.version}
              aria-pressed={version === chosen}
              onClick={() => onChoose(version)}
            >
              <Group component="span" justify="space-between" gap="xs" wrap="nowrap">
                <Text span size="sm" fw={560}>
                  {t("history.number", { number: version })}
                </Text>
                {version === template.version && (
                  <StatusBadge tone={template.is_active ? "good" : "quiet"}>
                    {t(template.is_active ? "history.serving" : "history.current")}
                  </StatusBadge>
                )}
              </Group>
              <Text span size="sm" className="fd-break" display="block">
                {subject}
              </Text>
              {ai_model && (
                <Text span size="xs" className="fd-break" display="block">
                  <IconSparkles size={12} aria-hidden /> {t("history.written_by", { model: ai_model })}
                </Text>
              )}
              <Group component="span" gap={6} wrap="nowrap" mt={4}>
                <PersonAvatar name={who} size={20} />
                <Text span size="xs" c="dimmed">
                  {who} · <Time at={created_at} />
                </Text>
              </Group>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
