import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReceivedDetail, Report } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { Surface } from "@/ui/surface/surface";

/** What a bounce or a complaint says: about which mail of ours, whose address, and why. */
export function ReportPanel({ mail, report }: { mail: ReceivedDetail; report: Report }) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  return (
    <Surface title={mail.kind ? t(`kind.${mail.kind}`) : t("report.title")}>
      {report.address && (
        <Text size="sm" fw={560} className="fd-break">
          {report.address}
        </Text>
      )}
      {report.reason && (
        <Text size="sm">
          {t("bounces:because", { why: t(`bounces:why.${report.reason}`, { defaultValue: report.reason }) })}{" "}
          {report.is_hard && t("bounces:hard")}
        </Text>
      )}
      {report.diagnostic && (
        <Text size="xs" c="dimmed" mt={6} ff="monospace" className="fd-break">
          {[report.status, report.diagnostic].filter(Boolean).join(" · ")}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {report.is_proven ? t("report.proven") : t("report.unproven")}{" "}
        {mail.about_id && (
          <Anchor component={Link} size="sm" td="underline" to={path(`/admin/mail/${mail.about_id}`)}>
            {t("report.about")}
          </Anchor>
        )}
      </Text>
    </Surface>
  );
}
