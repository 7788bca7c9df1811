import { Button, Group, SegmentedControl, Skeleton, Text, Title } from "@mantine/core";
import { IconEye, IconWand } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { currentLocale, LOCALE_NAMES } from "@/lib/i18n";
import { useCan, useMe } from "@/lib/session";
import { activeTemplatesQuery, type Scope, type TemplateFilters, typesQuery } from "../queries";
import classes from "./library.module.css";
import type { Start } from "./new-template-dialog";
import { typesServedByShipped } from "./shipped";
import { ShippedPreview } from "./shipped-preview";
import { Tag } from "./tag";

type ShippedSectionProps = { scope: Scope; search: TemplateFilters; onCustomise: (start: Start) => void };

/** Shows that no type of mail is without a template, and offers each as a start. */
export function ShippedSection({ scope, search, onCustomise }: ShippedSectionProps) {
  const { t } = useTranslation("templates");
  const home = useMe().organization?.locale;
  const [chosen, setChosen] = useState<MailLocale | null>(null);
  const locale = search.locale ?? chosen ?? MAIL_LOCALES.find((each) => each === home) ?? currentLocale();
  const active = useQuery(activeTemplatesQuery(scope));
  const types = useQuery(typesQuery);
  const [looking, setLooking] = useState<TemplateType | null>(null);
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
              onLook={() => setLooking(type)}
              onCustomise={() => onCustomise({ type, locale })}
            />
          </li>
        ))}
      </ul>
      <ShippedPreview type={looking} locale={locale} onClose={() => setLooking(null)} />
    </section>
  );
}

type ShippedCardProps = {
  type: TemplateType;
  locale: MailLocale;
  onLook: () => void;
  onCustomise: () => void;
};

function ShippedCard({ type, locale, onLook, onCustomise }: ShippedCardProps) {
  const { t } = useTranslation("templates");
  const mayManage = useCan("templates.manage");
  const name = t(`type.${type}`);
  return (
    <article className={classes.card} data-shipped>
      <Title order={3} className={classes.name}>
        {name}
      </Title>
      <Text size="sm" c="dimmed" className={classes.subject} data-lines="2">
        {t(`type_text.${type}`)}
      </Text>
      <div className={classes.tags}>
        <Tag>{t("shipped.badge")}</Tag>
        <Tag>{locale.toUpperCase()}</Tag>
      </div>
      <Group gap="xs" mt="auto" pt="sm">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEye size={14} aria-hidden />}
          aria-label={t("shipped.preview_of", { name })}
          onClick={onLook}
        >
          {t("shipped.preview")}
        </Button>
        {mayManage && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconWand size={14} aria-hidden />}
            aria-label={t("shipped.customise_of", { name })}
            onClick={onCustomise}
          >
            {t("shipped.customise")}
          </Button>
        )}
      </Group>
    </article>
  );
}
