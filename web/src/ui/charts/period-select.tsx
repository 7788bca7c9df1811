import { Group, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { browserZone } from "@/lib/format";
import { dayBefore } from "./days";

const SPANS = ["7", "30", "90"] as const;

/** Calendar days, `2026-11-23`; without them the last thirty. */
export type Period = { since?: string; until?: string };

/** The days that a report covers: what was asked for, else the last thirty. */
export function periodOf({ since, until }: Period): { since: string; until: string } {
  const last = until ?? dayBefore(0, browserZone());
  return { since: since && since <= last ? since : dayBefore(29, browserZone()), until: last };
}

type PeriodSelectProps = { search: Period; onSearch: (change: Period) => void };

export function PeriodSelect({ search, onSearch }: PeriodSelectProps) {
  const { t } = useTranslation();
  const zone = browserZone();
  const { since, until } = periodOf(search);
  const span =
    until === dayBefore(0, zone)
      ? SPANS.find((days) => since === dayBefore(Number(days) - 1, zone))
      : undefined;
  return (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t("period.label")}
        value={span ?? "own"}
        onChange={(value) =>
          value !== "own" &&
          onSearch({
            since: value === "30" ? undefined : dayBefore(Number(value) - 1, zone),
            until: undefined,
          })
        }
        data={[
          ...SPANS.map((value) => ({
            value: value as string,
            label: t("period.days", { count: Number(value) }),
          })),
          ...(span ? [] : [{ value: "own", label: t("period.own") }]),
        ]}
      />
      {(["since", "until"] as const).map((edge) => (
        <TextInput
          key={edge}
          type="date"
          size="xs"
          w={140}
          aria-label={t(`period.${edge}`)}
          value={edge === "since" ? since : until}
          max={dayBefore(0, zone)}
          onChange={(event) => onSearch({ [edge]: event.currentTarget.value || undefined })}
        />
      ))}
    </Group>
  );
}
