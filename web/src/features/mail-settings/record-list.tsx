import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DomainRecord } from "@/lib/api-types-mail-settings";
import { Copyable, Verbatim } from "@/ui/copyable/copyable";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import classes from "./mail-settings.module.css";

const TONES: Record<DomainRecord["state"], Tone> = {
  ok: "good",
  missing: "bad",
  different: "bad",
  warning: "attention",
  unchecked: "quiet",
};

/** What is to be set in DNS, what is there, and what to do about it. */
export function RecordList({ records }: { records: DomainRecord[] }) {
  const { t } = useTranslation("mail-settings");
  return (
    <ul className={classes.records} aria-label={t("record.list")}>
      {records.map((record) => (
        <li key={`${record.purpose}${record.name}`} className={classes.record}>
          <div className={classes.line}>
            <Text fw={600} size="sm">
              {t(`purpose.${record.purpose}`)}
            </Text>
            <StatusBadge tone={toneOf(record)}>{t(`record_state.${record.state}`)}</StatusBadge>
            <Text size="xs" c="dimmed">
              {record.required ? t("record.required") : t(`purpose_text.${record.purpose}`)}
            </Text>
          </div>
          {record.code && (
            <Text size="sm">
              {t(`advice.${record.code}`, { ...record.values, defaultValue: record.advice })}
            </Text>
          )}
          {record.expected && (
            <>
              <Copyable aligned label={t("record.name", { type: record.type })} text={record.name} />
              <Copyable aligned label={t("record.value")} text={record.expected} />
            </>
          )}
          {record.found.length > 0 && record.state !== "ok" && (
            <Verbatim aligned label={t("record.found")} text={record.found.join("\n")} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What is not needed is no alarm when it is not there. */
function toneOf(record: DomainRecord): Tone {
  if (record.purpose === "receiving" && record.state !== "ok") return "quiet";
  if (!record.required && TONES[record.state] === "bad") return "attention";
  return TONES[record.state];
}
