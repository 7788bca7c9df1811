import { Group, Select, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, LETTERS } from "@/lib/api-types-campaigns";
import type { MailLocale } from "@/lib/api-types-mail";
import { formatNumber } from "@/lib/format";
import { LOCALE_NAMES } from "@/lib/i18n";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { LinkMap } from "@/ui/link-map/link-map";
import { Surface } from "@/ui/surface/surface";
import { linksQuery } from "../queries";

/** Which links were followed in one variant, by the most people first. */
export function LinksPanel({ campaign }: { campaign: CampaignDetail }) {
  const { t, i18n } = useTranslation("campaigns");
  const [position, setPosition] = useState(0);
  const [locale, setLocale] = useState<MailLocale>();
  const query = useQuery({
    ...linksQuery(campaign.id, position, locale),
    placeholderData: keepPreviousData,
  });
  const found = query.data;
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <Surface
      title={t("links.title")}
      description={t("links.text")}
      actions={
        <Group gap="xs">
          {campaign.variants.length > 1 && (
            <Select
              aria-label={t("variants.variant")}
              w={130}
              allowDeselect={false}
              value={String(position)}
              onChange={(value) => setPosition(Number(value))}
              data={campaign.variants.map((each) => ({
                value: String(each.position),
                label: t("variants.letter", { letter: LETTERS[each.position] }),
              }))}
            />
          )}
          {found && found.locales.length > 1 && (
            <Select
              aria-label={t("common:field.language")}
              w={130}
              allowDeselect={false}
              value={locale ?? found.locale}
              onChange={(value) => setLocale((value as MailLocale | null) ?? undefined)}
              data={found.locales.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            />
          )}
        </Group>
      }
    >
      {query.isPending && <Skeleton height={320} />}
      {query.isError && !found && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {found && (
        <LinkMap
          label={t("links.title")}
          none={t("links.none")}
          map={{ html: found.link_map_html, title: t("links.map") }}
          links={found.links.map(({ url, position: place, varies, clicks, people }) => ({
            url,
            position: place,
            varies: varies ? t("links.varies") : undefined,
            value: people,
            text: t("links.people", { count: people, number: number(people) }),
            note: t("links.clicks", { count: clicks, number: number(clicks) }),
          }))}
        />
      )}
    </Surface>
  );
}
