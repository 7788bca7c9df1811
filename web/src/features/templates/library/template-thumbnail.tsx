import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { MailThumbnail } from "@/ui/mail-thumbnail/mail-thumbnail";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import { renderedQuery } from "./queries";

/** The mail itself, rendered with sample data once its card comes into view. */
export function TemplateThumbnail({ template }: { template: Template }) {
  const { t } = useTranslation("template-library");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...renderedQuery(template), enabled: seen });
  return (
    <MailThumbnail
      ref={ref}
      html={rendered.data?.preview_html}
      title={t("thumbnail.title", { name: template.name })}
      loading={rendered.isLoading}
      failure={rendered.isError ? t("thumbnail.failed") : null}
    />
  );
}
