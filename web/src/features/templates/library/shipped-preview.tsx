import { Modal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { queryClient } from "@/lib/query";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { previewQuery, starterQuery } from "../queries";
import classes from "./library.module.css";

type ShippedPreviewProps = { type: TemplateType | null; locale: MailLocale; onClose: () => void };

export function ShippedPreview({ type, locale, onClose }: ShippedPreviewProps) {
  const { t } = useTranslation("templates");
  return (
    <Modal
      opened={type !== null}
      onClose={onClose}
      size="46rem"
      title={type && t(`type.${type}`)}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {type && <Rendered type={type} locale={locale} />}
    </Modal>
  );
}

function Rendered({ type, locale }: { type: TemplateType; locale: MailLocale }) {
  const { t } = useTranslation("templates");
  const rendered = useQuery({
    queryKey: ["email-template-starters", type, locale, "rendered"],
    queryFn: async () => {
      const { subject, preheader, html_code, text_code, source_format } = await queryClient.fetchQuery(
        starterQuery(type, locale),
      );
      return queryClient.fetchQuery(
        previewQuery({ subject, preheader, html_code, text_code, source_format, type, locale }),
      );
    },
  });
  if (rendered.isPending) return <PagePending />;
  if (!rendered.data) return <ErrorState error={rendered.error} onRetry={() => rendered.refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("shipped.subject")}
      </Text>
      <Text fw={560} mb="sm">
        {rendered.data.subject}
      </Text>
      <div className={classes.look}>
        <EmailFrame html={rendered.data.preview_html} title={t("shipped.frame")} width={680} />
      </div>
    </>
  );
}
