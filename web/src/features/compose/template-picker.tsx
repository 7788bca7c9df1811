import { Button, Modal, Stack, Text, Title } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailLocale, Template, TemplateType } from "@/lib/api-types-mail";
import { currentLocale, LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { SearchInput } from "@/ui/list/search-input";
import { MailChoice, MailChoices } from "@/ui/mail-choice/mail-choice";
import { MailThumbnail } from "@/ui/mail-thumbnail/mail-thumbnail";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import type { Choice } from "./draft";
import { activeTypesQuery, renderedQuery, shippedQuery, templatesQuery, typesQuery } from "./queries";

type TemplatePickerProps = {
  opened: boolean;
  onClose: () => void;
  chosen: Choice | null;
  onChoose: (choice: Choice) => void;
};

export function TemplatePicker({ opened, onClose, chosen, onChoose }: TemplatePickerProps) {
  const { t } = useTranslation("compose");
  const [words, setWords] = useState("");
  const choose = (choice: Choice) => {
    onChoose(choice);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t("template.choose")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Stack>
        <SearchInput label={t("template.search")} value={words} onChange={setWords} />
        <Own words={words} chosen={chosen} onChoose={choose} onClear={() => setWords("")} />
        <Shipped words={words} chosen={chosen} onChoose={choose} />
      </Stack>
    </Modal>
  );
}

type ListProps = { words: string; chosen: Choice | null; onChoose: (choice: Choice) => void };

/** The active ones of the organisation and of the platform; mail about accounts goes out by itself. */
function Own({ words, chosen, onChoose, onClear }: ListProps & { onClear: () => void }) {
  const { t } = useTranslation("compose");
  const path = usePath();
  const mayManage = useCan("templates.manage");
  const query = useInfiniteQuery(templatesQuery(words));
  const make = mayManage && (
    <Button component={Link} to={path("/admin/email-templates/new")}>
      {t("template.make")}
    </Button>
  );
  return (
    <ListState
      query={query}
      filtered={words !== ""}
      onClearFilters={onClear}
      empty={
        <EmptyState icon={IconTemplate} title={t("template.none")} action={make}>
          {t("template.none_text")}
        </EmptyState>
      }
    >
      {(templates) => (
        <MailChoices>
          {templates
            .filter(({ category }) => category !== "system")
            .map((template) => (
              <OwnCard
                key={template.id}
                template={template}
                isChosen={chosen !== null && "template_id" in chosen && chosen.template_id === template.id}
                onChoose={() => onChoose({ template_id: template.id })}
              />
            ))}
        </MailChoices>
      )}
    </ListState>
  );
}

type CardProps = { isChosen: boolean; onChoose: () => void };

function OwnCard({ template, ...card }: CardProps & { template: Template }) {
  const { t } = useTranslation("compose");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...renderedQuery(template), enabled: seen });
  const note = `${LOCALE_NAMES[template.locale]} · ${template.subject}`;
  return (
    <Card {...card} ref={ref} name={template.name} note={note} rendered={rendered}>
      {template.organization_id === null && t("template.platform")}
    </Card>
  );
}

function Shipped({ words, chosen, onChoose }: ListProps) {
  const { t } = useTranslation("compose");
  const types = useQuery(typesQuery);
  const active = useQuery(activeTypesQuery);
  const locale = currentLocale();
  const served = active.data;
  // A custom mail is sent by its own template; no default stands behind it.
  const shown = (types.data ?? []).filter(
    ({ type, category }) =>
      category !== "system" &&
      type !== "custom" &&
      served?.has(type) === false &&
      t(`templates:type.${type}`).toLowerCase().includes(words.trim().toLowerCase()),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("template.shipped_title")}>
      <Title order={3} size="h5" mb="xs">
        {t("template.shipped_title")}
      </Title>
      <MailChoices>
        {shown.map(({ type }) => (
          <ShippedCard
            key={type}
            type={type}
            locale={locale}
            isChosen={chosen !== null && "type" in chosen && chosen.type === type}
            onChoose={() => onChoose({ type })}
          />
        ))}
      </MailChoices>
    </section>
  );
}

function ShippedCard({ type, locale, ...card }: CardProps & { type: TemplateType; locale: MailLocale }) {
  const { t } = useTranslation("compose");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...shippedQuery(type, locale), enabled: seen });
  const name = t(`templates:type.${type}`);
  return <Card {...card} ref={ref} name={name} note={t(`templates:type_text.${type}`)} rendered={rendered} />;
}

type PictureProps = CardProps & {
  ref: Ref<HTMLDivElement>;
  name: string;
  note: string;
  rendered: { data?: { preview_html: string }; isLoading: boolean; isError: boolean };
  children?: ReactNode;
};

function Card({ ref, name, note, rendered, isChosen, onChoose, children }: PictureProps) {
  const { t } = useTranslation("compose");
  return (
    <MailChoice
      name={name}
      label={t("template.use", { name })}
      note={note}
      noteLines={2}
      picture={
        <MailThumbnail
          ref={ref}
          html={rendered.data?.preview_html}
          title={name}
          loading={rendered.isLoading}
          failure={rendered.isError ? t("template.failed") : null}
        />
      }
      isChosen={isChosen}
      onChoose={onChoose}
    >
      {children && (
        <Text size="xs" c="dimmed">
          {children}
        </Text>
      )}
    </MailChoice>
  );
}
