import { useTranslation } from "react-i18next";
import type { Analytics } from "@/lib/api-types-library";
import { formatNumber } from "@/lib/format";
import { LinkMap } from "@/ui/link-map/link-map";
import { Surface } from "@/ui/surface/surface";

type LinkPanelProps = { links: Analytics["links"]; mapHtml: string };

/** Which links are followed, the most clicked first. */
export function LinkPanel({ links, mapHtml }: LinkPanelProps) {
  const { t, i18n } = useTranslation("template-analytics");
  return (
    <Surface title={t("links.title")} description={t("links.text")}>
      <LinkMap
        label={t("links.title")}
        none={t("links.none")}
        map={{ html: mapHtml, title: t("links.map") }}
        links={links.map(({ url, position, varies, clicks, people }) => ({
          url,
          position,
          varies: varies ? t("links.varies") : undefined,
          value: clicks,
          text: t("links.clicks", { count: clicks, number: formatNumber(clicks, i18n.language) }),
          note: t("links.people", { count: people, number: formatNumber(people, i18n.language) }),
        }))}
      />
    </Surface>
  );
}
