import { Button, Group, SegmentedControl, Text, Title, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Icon, IconFileImport, IconSparkles, IconSquarePlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { currentLocale, LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { useCan, useMe } from "@/lib/session";
import { ErrorState, NoMatches } from "@/ui/empty-state/empty-state";
import { SearchInput } from "@/ui/list/search-input";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { ImportDialog } from "../bundles/import-dialog";
import { homeOf } from "../library/home";
import type { Scope } from "../queries";
import { CreateDialog } from "./create-dialog";
import classes from "./gallery.module.css";
import { type GallerySearch, isWanted, PURPOSES } from "./purposes";
import { galleryQuery } from "./queries";
import { BLANK_START, keyOf, type Start, shippedStart, starterStart } from "./start";
import { StartPreview } from "./start-preview";
import { StarterCard } from "./starter-card";
import { useStartWords } from "./use-start-words";

const SHIPPED = TEMPLATE_TYPES.filter((type) => type !== "custom").map(shippedStart);

type GalleryPageProps = { scope: Scope; search: GallerySearch; onSearch: (search: GallerySearch) => void };

/** Where a new template begins: a starter, what ships, something brought along, or nothing. */
export function GalleryPage({ scope, search, onSearch }: GalleryPageProps) {
  const { t } = useTranslation("template-gallery");
  const path = usePath();
  const words = useStartWords();
  const navigate = useNavigate();
  const mayDescribe = useCan("ai.use");
  const home = useMe().organization?.locale;
  const [locale, setLocale] = useState<MailLocale>(
    MAIL_LOCALES.find((each) => each === home) ?? currentLocale(),
  );
  const gallery = useQuery({ ...galleryQuery(locale), placeholderData: keepPreviousData });
  const [looking, setLooking] = useState<Start | null>(null);
  const [using, setUsing] = useState<Start | null>(null);
  const [importing, { open, close }] = useDisclosure(false);
  const wanted = (start: Start) => {
    const { name, text } = words(start);
    const tags = start.kind === "starter" ? start.starter.tags.join(" ") : "";
    return isWanted(search, start.type, `${name} ${text} ${tags}`);
  };
  const starters = (gallery.data ?? []).map(starterStart).filter(wanted);
  const shipped = SHIPPED.filter(wanted);
  const grid = (starts: Start[]) => (
    <ul className={classes.grid}>
      {starts.map((start) => (
        <li key={keyOf(start)}>
          <StarterCard
            start={start}
            locale={locale}
            onLook={() => setLooking(start)}
            onUse={() => setUsing(start)}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <Page
      title={t("title")}
      description={t("text")}
      back={{ to: path(homeOf(scope)), label: t(`back.${scope}`) }}
    >
      <div className={classes.ways}>
        <Way
          icon={IconSquarePlus}
          name={t("blank.name")}
          text={t("blank.text")}
          onClick={() => setUsing(BLANK_START)}
        />
        {mayDescribe && (
          <Way
            icon={IconSparkles}
            name={t("describe.name")}
            text={t("describe.text")}
            onClick={() => void navigate({ to: path(`${homeOf(scope)}/describe`) })}
          />
        )}
        <Way icon={IconFileImport} name={t("import.name")} text={t("import.text")} onClick={open} />
      </div>
      <search className={classes.tools}>
        <SearchInput
          label={t("search")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ ...search, q: q || undefined })}
        />
        <fieldset className={classes.purposes}>
          <legend className={classes.legend}>{t("purpose.label")}</legend>
          {(["all", ...PURPOSES] as const).map((purpose) => {
            const chosen = purpose === "all" ? undefined : purpose;
            return (
              <Button
                key={purpose}
                size="compact-sm"
                variant={search.purpose === chosen ? "filled" : "default"}
                aria-pressed={search.purpose === chosen}
                onClick={() => onSearch({ ...search, purpose: chosen })}
              >
                {t(`purpose.${purpose}`)}
              </Button>
            );
          })}
        </fieldset>
        <SegmentedControl
          size="xs"
          ml="auto"
          aria-label={t("templates:field.locale")}
          value={locale}
          onChange={(value) => setLocale(value as MailLocale)}
          data={MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
      </search>
      {gallery.isPending && <PagePending />}
      {gallery.isError && !gallery.data && (
        <ErrorState error={gallery.error} onRetry={() => gallery.refetch()} />
      )}
      {starters.length > 0 && (
        <Section title={t("starters.title")} text={t("starters.text")}>
          {grid(starters)}
        </Section>
      )}
      {shipped.length > 0 && (
        <Section title={t("shipped.title")} text={t("shipped.text")}>
          {grid(shipped)}
        </Section>
      )}
      {!gallery.isPending && starters.length + shipped.length === 0 && (
        <NoMatches onClear={() => onSearch({})} />
      )}
      <StartPreview
        start={looking}
        locale={locale}
        onLocale={setLocale}
        onClose={() => setLooking(null)}
        onUse={(start) => {
          setLooking(null);
          setUsing(start);
        }}
      />
      <CreateDialog scope={scope} start={using} locale={locale} onClose={() => setUsing(null)} />
      <ImportDialog scope={scope} opened={importing} onClose={close} />
    </Page>
  );
}

type WayProps = { icon: Icon; name: string; text: string; onClick: () => void };

function Way({ icon: Glyph, name, text, onClick }: WayProps) {
  return (
    <UnstyledButton className={classes.way} onClick={onClick}>
      <Glyph size={24} stroke={1.6} aria-hidden />
      <span>
        <Text component="span" fw={620} display="block">
          {name}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {text}
        </Text>
      </span>
    </UnstyledButton>
  );
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <Group gap={2} mb="md" display="block">
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </Group>
      {children}
    </section>
  );
}
