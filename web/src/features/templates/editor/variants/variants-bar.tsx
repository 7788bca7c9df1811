import { Anchor, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconColumns2, IconLanguage } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateDetail } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { createVariant } from "../requests";
import classes from "./variants.module.css";

type VariantsBarProps = {
  template: TemplateDetail;
  home: string;
  isBeside: boolean;
  onBeside: (isBeside: boolean) => void;
};

/** The same mail in its languages: which there are, which of them serve, and how to add one. */
export function VariantsBar({ template, home, isBeside, onBeside }: VariantsBarProps) {
  const { t } = useTranslation("template-shell");
  const variants = MAIL_LOCALES.flatMap((locale) =>
    template.variants.filter((each) => each.locale === locale),
  );
  const missing = MAIL_LOCALES.filter((locale) => !variants.some((each) => each.locale === locale));
  return (
    <nav className={classes.bar} aria-label={t("variants.label")}>
      <ul className={classes.tabs}>
        {variants.map(({ id, locale, is_active }) => (
          <li key={id}>
            <Anchor
              component={Link}
              to={`${home}/${id}`}
              className={classes.tab}
              underline="never"
              aria-current={id === template.id ? "page" : undefined}
            >
              {LOCALE_NAMES[locale]}
              <span className={classes.dot} data-active={is_active || undefined} aria-hidden />
              <Text span size="xs" c="dimmed">
                {t(is_active ? "templates:status.active" : "templates:status.draft")}
              </Text>
            </Anchor>
          </li>
        ))}
      </ul>
      {template.can_edit &&
        missing.map((locale) => <AddLanguage key={locale} {...{ template, home, locale }} />)}
      {variants.length > 1 && (
        <Button
          variant={isBeside ? "light" : "subtle"}
          size="compact-sm"
          aria-pressed={isBeside}
          leftSection={<IconColumns2 size={14} aria-hidden />}
          onClick={() => onBeside(!isBeside)}
        >
          {t("variants.beside")}
        </Button>
      )}
    </nav>
  );
}

type AddLanguageProps = { template: TemplateDetail; home: string; locale: MailLocale };

function AddLanguage({ template, home, locale }: AddLanguageProps) {
  const { t } = useTranslation("template-shell");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, ask] = useDisclosure(false);
  const language = LOCALE_NAMES[locale];
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconLanguage size={14} aria-hidden />}
        onClick={ask.open}
      >
        {t("variants.add", { language })}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={t("variants.add_title", { language })}
        action={t("variants.add_action")}
        run={async () => {
          const variant = await createVariant(template.id, locale);
          void client.invalidateQueries({ queryKey: ["email-templates"] });
          await navigate({ to: `${home}/${variant.id}` });
        }}
      >
        {t("variants.add_text", { from: LOCALE_NAMES[template.locale], language })}
      </ConfirmDialog>
    </>
  );
}
