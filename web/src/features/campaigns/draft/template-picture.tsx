import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { MailThumbnail } from "@/ui/mail-thumbnail/mail-thumbnail";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import { renderedQuery } from "../queries";

/** A template, small, with sample data, once it comes into view. */
export function TemplatePicture({
  template,
}: {
  template: { id: number; name: string; updated_at: string };
}) {
  const { t } = useTranslation("campaigns");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...renderedQuery(template.id, template.updated_at), enabled: seen });
  return (
    <MailThumbnail
      ref={ref}
      html={rendered.data?.preview_html}
      title={t("template.picture", { name: template.name })}
      loading={rendered.isLoading}
      failure={rendered.isError ? t("template.failed") : null}
    />
  );
}
