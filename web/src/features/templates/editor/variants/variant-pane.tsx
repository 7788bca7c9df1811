import { Anchor, Group, Select, Stack, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { previewQuery, templateQuery } from "../../queries";
import classes from "./variants.module.css";

type VariantPaneProps = { template: TemplateDetail; home: string; className?: string };

/** The same mail in another language, as it is saved. */
export function VariantPane({ template, home, className }: VariantPaneProps) {
  const { t } = useTranslation("template-shell");
  const others = template.variants.filter(({ id }) => id !== template.id);
  const [chosen, choose] = useState(others[0]?.id);
  const variant = others.find(({ id }) => id === chosen) ?? others[0];
  if (!variant) return null;
  const language = LOCALE_NAMES[variant.locale];
  return (
    <section className={className} data-pane="beside" aria-label={t("variants.pane", { language })}>
      <Group justify="space-between" gap="xs" p="xs">
        {others.length > 1 ? (
          <Select
            size="xs"
            aria-label={t("variants.label")}
            value={String(variant.id)}
            onChange={(value) => value && choose(Number(value))}
            data={others.map(({ id, locale }) => ({ value: String(id), label: LOCALE_NAMES[locale] }))}
          />
        ) : (
          <Text fw={560} size="sm">
            {language}
          </Text>
        )}
        <Anchor component={Link} to={`${home}/${variant.id}`} size="sm">
          {t("variants.edit", { language })} <IconArrowRight size={14} aria-hidden />
        </Anchor>
      </Group>
      <Saved key={variant.id} id={variant.id} title={language} />
    </section>
  );
}

function Saved({ id, title }: { id: number; title: string }) {
  const { t } = useTranslation("template-shell");
  const template = useQuery(templateQuery(id));
  if (template.isPending) return <PagePending />;
  if (!template.data) return <ErrorState error={template.error} onRetry={() => template.refetch()} />;
  return (
    <>
      <Stack gap={2} px="sm" pb="xs">
        {(["subject", "preheader"] as const).map((field) => (
          <Text key={field} size="sm">
            <Text span c="dimmed" size="xs">
              {t(`field.${field}`)}
            </Text>{" "}
            {template.data[field] || t("history.nothing")}
          </Text>
        ))}
      </Stack>
      <div className={classes.stage}>
        <Rendered template={template.data} title={title} />
      </div>
    </>
  );
}

function Rendered({ template, title }: { template: TemplateDetail; title: string }) {
  const { html_code, subject, preheader, text_code, source_format } = template;
  const { type, category, locale, email_main_logo_image } = template;
  const rendered = useQuery(
    previewQuery({
      ...{ html_code, subject, preheader, text_code, source_format },
      ...{ type, category, locale, email_main_logo_image },
    }),
  );
  if (rendered.isPending) return <PagePending />;
  if (!rendered.data) return <ErrorState error={rendered.error} onRetry={() => rendered.refetch()} />;
  return <EmailFrame html={rendered.data.preview_html} title={title} width={680} />;
}
