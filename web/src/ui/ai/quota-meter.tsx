import { Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Quota } from "@/lib/api-types-ai";
import { formatNumber, formatRelative } from "@/lib/format";
import classes from "./ai.module.css";

type QuotaMeterProps = {
  quota: Quota;
  /** Says whose limit it is, where "your" would be wrong. */
  label?: string;
};

/** What is left of a limit: the bar fills with what was used, its hatched end is in use just now. */
export function QuotaMeter({ quota, label: name }: QuotaMeterProps) {
  const { t, i18n } = useTranslation("ai");
  const number = (value: number) => formatNumber(value, i18n.language);
  const percent = (value: number) => (quota.limit > 0 ? Math.min(100, (value / quota.limit) * 100) : 100);
  const label = name ?? t(`quota.${quota.scope}.${quota.period_type}`);
  const words = t("quota.remaining", { left: number(quota.remaining), limit: number(quota.limit) });
  const used = percent(quota.used);
  return (
    <div className={classes.quota}>
      <Group justify="space-between" gap="xs" wrap="wrap">
        <Text size="xs" fw={560}>
          {label}
        </Text>
        <Text size="xs" c="dimmed" className="fd-tabular">
          {words}
        </Text>
      </Group>
      <Progress.Root size={6} my={5}>
        <Progress.Section
          value={used}
          color={used >= 100 ? "red" : used >= 80 ? "brass" : "pine"}
          aria-label={label}
          aria-valuetext={words}
        />
        {quota.reserved > 0 && (
          <Progress.Section
            value={Math.min(100 - used, percent(quota.reserved))}
            color="gray"
            striped
            aria-label={t("quota.reserved")}
          />
        )}
      </Progress.Root>
      <Text size="xs" c="dimmed">
        {quota.remaining <= 0 ? t("quota.spent") : ""}{" "}
        {t("quota.resets", { when: formatRelative(quota.resets_at, i18n.language) })}
      </Text>
    </div>
  );
}
