import { Radio, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { bareOf, isAddress } from "@/lib/addresses";
import type { BestTime } from "@/lib/api-types-mail-optimising";
import { formatChange, formatHour, formatNumber } from "@/lib/format";
import { ApiError } from "@/lib/problem";
import { useErrorText } from "@/ui/form/error-text";
import { Time } from "@/ui/time/time";
import { WAYS, type Way } from "./draft";
import { bestTimeQuery } from "./queries";
import type { Compose } from "./use-compose";
import type { Problems } from "./use-sending";

type WhenFieldProps = {
  compose: Compose;
  zone: string;
  /** The zone is the recipient's, not one's own. */
  isTheirs: boolean;
  problems: Problems;
  onEdit: (field: string) => void;
};

/** At once, at a time on the recipient's clock, or at the hour at which they are likely to open it. */
export function WhenField({ compose, zone, isTheirs, problems, onEdit }: WhenFieldProps) {
  const { t } = useTranslation("compose");
  const { draft, change } = compose;
  const { to, cc, bcc, way } = draft;
  const one = to.length === 1 && cc.length + bcc.length === 0 ? to[0] : undefined;
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t("when.title")}
        value={way}
        onChange={(next) => {
          onEdit("send_at");
          change({ way: next as Way });
        }}
      >
        <Stack gap={6}>
          {WAYS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(`when.${each}`)}
              disabled={each === "best" && !one && way !== "best"}
              description={
                each === "best" && !one ? t(to.length === 0 ? "when.best_whose" : "when.best_one") : undefined
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      {way === "at" && (
        <TextInput
          type="datetime-local"
          label={t("when.time")}
          description={t(isTheirs ? "when.their_clock" : "when.own_clock", { zone })}
          maw="18rem"
          value={draft.at}
          error={problems.send_at}
          onChange={(event) => {
            onEdit("send_at");
            change({ at: event.currentTarget.value });
          }}
        />
      )}
      {way === "best" && one && isAddress(one) && <BestHour email={bareOf(one)} />}
      {way !== "at" && problems.send_at && (
        <Text size="sm" c="red" role="alert">
          {problems.send_at}
        </Text>
      )}
    </Stack>
  );
}

function BestHour({ email }: { email: string }) {
  const { t } = useTranslation("compose");
  const describe = useErrorText();
  const { data, error, isPending } = useQuery(bestTimeQuery(email));
  if (isPending) return <Skeleton height={44} />;
  if (data) return <Told time={data} />;
  const isStranger = error instanceof ApiError && error.status === 404;
  return (
    <Text size="sm" c={isStranger ? undefined : "red"} role="status">
      {isStranger ? t("when.best_stranger") : describe(error)}
    </Text>
  );
}

function Told({ time }: { time: BestTime }) {
  const { t, i18n } = useTranslation("compose");
  const change = (value: number) => formatChange(value, i18n.language);
  const facts = { count: time.opens, opens: formatNumber(time.opens, i18n.language) };
  const isOwn = time.basis === "recipient" || time.basis === "organization";
  return (
    <div role="status">
      <Text size="sm" fw={560}>
        {t("best-times:contact.likely", { hour: formatHour(time.hour, i18n.language), zone: time.timezone })}
      </Text>
      <Text size="sm">
        {t("when.best_at")} <Time at={time.at} mode="absolute" />.{" "}
        {t(`best-times:contact.basis_${time.basis}`, facts)}
      </Text>
      {isOwn && time.lift > 0 && (
        <Text size="xs" c="dimmed">
          {t("best-times:contact.lift", {
            lift: change(time.lift),
            low: change(time.lift_low),
            high: change(time.lift_high),
          })}
        </Text>
      )}
    </div>
  );
}
