import { Anchor, Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { BestTimes } from "@/lib/api-types-mail-optimising";
import { formatHour, formatNumber, formatPercent } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { useErrorText } from "@/ui/form/error-text";
import { bestTimesQuery } from "../queries";
import classes from "./best-hours.module.css";

/** When the organisation's readers open mail, against those of the platform, and what that rests on. */
export function BestHours() {
  const { t, i18n } = useTranslation("best-times");
  const path = usePath();
  const describe = useErrorText();
  const maySetUp = useCan("organization.manage");
  const query = useQuery(bestTimesQuery);
  const times = query.data;
  if (query.isPending) return <Skeleton height={130} />;
  if (!times) {
    return (
      <Text size="sm" c="red" role="alert">
        {describe(query.error)}
      </Text>
    );
  }
  const hour = (value: number) => formatHour(value, i18n.language);
  const isQuiet = times.quiet_from !== times.quiet_until;
  return (
    <div>
      <Text size="sm">
        {t("organization.best", { hour: hour(times.best_hour) })}{" "}
        {t(`organization.basis_${times.basis}`, {
          count: times.opens,
          opens: formatNumber(times.opens, i18n.language),
        })}
      </Text>
      <Chart times={times} />
      <Text size="xs" c="dimmed">
        {t("chart.legend")}{" "}
        {isQuiet
          ? t("chart.quiet", { from: hour(times.quiet_from), until: hour(times.quiet_until) })
          : t("chart.never_quiet")}
      </Text>
      {maySetUp && (
        <div>
          <Anchor component={Link} size="xs" to={path("/admin/mail/sending")} hash="quiet">
            {t("chart.change_quiet")}
          </Anchor>
        </div>
      )}
    </div>
  );
}

/** Each hour's worth against the best one; read out as a table. */
function Chart({ times }: { times: BestTimes }) {
  const { t, i18n } = useTranslation("best-times");
  const most = Math.max(...times.hours.flatMap((each) => [each.value, each.platform_value]), 1);
  const percent = (value: number) => formatPercent(value, i18n.language);
  return (
    <figure className={classes.figure}>
      <div className={classes.chart} aria-hidden>
        {times.hours.map((each) => (
          <div key={each.hour} className={classes.hour} data-quiet={each.is_quiet || undefined}>
            <div
              className={classes.own}
              data-best={each.hour === times.best_hour || undefined}
              style={{ height: `${(each.value / most) * 100}%` }}
            />
            <div className={classes.platform} style={{ bottom: `${(each.platform_value / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className={classes.ticks} aria-hidden>
        {[0, 6, 12, 18].map((hour) => (
          <span key={hour}>{formatHour(hour, i18n.language)}</span>
        ))}
      </div>
      <VisuallyHidden>
        <table>
          <caption>{t("chart.label")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("chart.hour")}</th>
              <th scope="col">{t("chart.own")}</th>
              <th scope="col">{t("chart.platform")}</th>
            </tr>
          </thead>
          <tbody>
            {times.hours.map((each) => (
              <tr key={each.hour}>
                <th scope="row">{formatHour(each.hour, i18n.language)}</th>
                <td>{percent(each.value)}</td>
                <td>{percent(each.platform_value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
