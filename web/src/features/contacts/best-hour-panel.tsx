import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { BestTime } from "@/lib/api-types-mail-optimising";
import { formatChange, formatHour, formatNumber } from "@/lib/format";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { bestTimeQuery } from "./queries";

/** The hour at which this person is likely to open a mail, and what that rests on. */
export function BestHourPanel({ id }: { id: string }) {
  const { t } = useTranslation("best-times");
  const query = useQuery(bestTimeQuery(id));
  return (
    <Surface title={t("contact.title")}>
      {query.isPending && <Skeleton height={44} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && <Hour time={query.data} />}
    </Surface>
  );
}

function Hour({ time }: { time: BestTime }) {
  const { t, i18n } = useTranslation("best-times");
  const change = (value: number) => formatChange(value, i18n.language);
  const facts = { count: time.opens, opens: formatNumber(time.opens, i18n.language) };
  /** Of readers elsewhere too little follows for this one. */
  const isOwn = time.basis === "recipient" || time.basis === "organization";
  return (
    <>
      <Text size="sm" fw={560}>
        {t("contact.likely", { hour: formatHour(time.hour, i18n.language), zone: time.timezone })}
      </Text>
      <Text size="sm">{t(`contact.basis_${time.basis}`, facts)}</Text>
      {isOwn && time.lift > 0 && (
        <Text size="xs" c="dimmed">
          {t("contact.lift", {
            lift: change(time.lift),
            low: change(time.lift_low),
            high: change(time.lift_high),
          })}
        </Text>
      )}
    </>
  );
}
