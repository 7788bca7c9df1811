import { Group, SegmentedControl, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { currentLocale, LOCALE_NAMES } from "@/lib/i18n";
import { useMe } from "@/lib/session";
import { CreateDialog } from "../gallery/create-dialog";
import { shippedStart } from "../gallery/start";
import { StartPreview } from "../gallery/start-preview";
import { type Scope, typesQuery } from "../queries";
import classes from "./library.module.css";
import { activeTemplatesQuery, locksQuery, type TemplateFilters } from "./queries";
import { typesServedByShipped } from "./shipped";
import { ShippedCard } from "./shipped-card";

type ShippedSectionProps = { scope: Scope; search: TemplateFilters };

/** Shows that no type of mail is without a template, and offers each as a start. */
export function ShippedSection({ scope, search }: ShippedSectionProps) {
  const { t } = useTranslation("templates");
  const home = useMe().organization?.locale;
  const [chosen, setChosen] = useState<MailLocale | null>(null);
  const locale = search.locale ?? chosen ?? MAIL_LOCALES.find((each) => each === home) ?? currentLocale();
  const active = useQuery(activeTemplatesQuery(scope));
  const types = useQuery(typesQuery);
  const locks = useQuery(locksQuery);
  const [looking, setLooking] = useState<TemplateType | null>(null);
  const [customising, setCustomising] = useState<TemplateType | null>(null);
  if (active.isPending || types.isPending) return <Skeleton height={120} mt="xl" radius="lg" />;
  const category = new Map(types.data?.map((info) => [info.type, info.category]));
  const words = search.q?.toLowerCase() ?? "";
  const shown = typesServedByShipped(active.data ?? [], locale).filter(
    (type) =>
      (!search.type || search.type === type) &&
      (!search.category || search.category === category.get(type)) &&
      `${t(`type.${type}`)} ${t(`type_text.${type}`)}`.toLowerCase().includes(words),
  );
  if (shown.length === 0) return null;
  return (
    <section className={classes.shipped} aria-labelledby="shipped-title">
      <Group justify="space-between" align="flex-end" mb="md">
        <div>
          <Title order={2} id="shipped-title">
            {t("shipped.title")}
          </Title>
          <Text size="sm" c="dimmed" maw="40rem">
            {t("shipped.text")}
          </Text>
        </div>
        {!search.locale && (
          <SegmentedControl
            size="xs"
            aria-label={t("field.locale")}
            value={locale}
            onChange={(value) => setChosen(value as MailLocale)}
            data={MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
        )}
      </Group>
      <ul className={classes.grid}>
        {shown.map((type) => (
          <li key={type}>
            <ShippedCard
              type={type}
              locale={locale}
              lock={locks.data?.get(type)}
              onLook={() => setLooking(type)}
              onCustomise={() => setCustomising(type)}
            />
          </li>
        ))}
      </ul>
      <StartPreview
        start={looking && shippedStart(looking)}
        locale={locale}
        onLocale={setChosen}
        onClose={() => setLooking(null)}
      />
      <CreateDialog
        scope={scope}
        start={customising && shippedStart(customising)}
        locale={locale}
        onClose={() => setCustomising(null)}
      />
    </section>
  );
}
