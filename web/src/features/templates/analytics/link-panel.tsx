import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Analytics } from "@/lib/api-types-library";
import { formatNumber } from "@/lib/format";
import { BarList } from "@/ui/charts/bar-list";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { Surface } from "@/ui/surface/surface";
import classes from "./analytics.module.css";

type LinkPanelProps = { links: Analytics["links"]; mapHtml: string };

/** Which links are followed, as a list and by their numbers on the mail itself. */
export function LinkPanel({ links, mapHtml }: LinkPanelProps) {
  const { t, i18n } = useTranslation("template-analytics");
  return (
    <Surface title={t("links.title")} description={t("links.text")}>
      <div className={classes.links}>
        {links.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("links.none")}
          </Text>
        ) : (
          <BarList
            label={t("links.title")}
            bars={links.map(({ url, position, varies, clicks, people }) => ({
              key: `${position}-${url}`,
              value: clicks,
              text: t("links.clicks", { count: clicks, number: formatNumber(clicks, i18n.language) }),
              note: t("links.people", { count: people, number: formatNumber(people, i18n.language) }),
              label: (
                <>
                  <span className={classes.number}>{position + 1}</span> {url}
                  {varies && (
                    <Text span size="xs" c="dimmed" display="block">
                      {t("links.varies")}
                    </Text>
                  )}
                </>
              ),
            }))}
          />
        )}
        {mapHtml && (
          <div className={classes.map}>
            <EmailFrame html={mapHtml} title={t("links.map")} width={680} />
          </div>
        )}
      </div>
    </Surface>
  );
}
