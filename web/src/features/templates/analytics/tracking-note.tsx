import { Alert, Anchor } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan, useMe } from "@/lib/session";
import { mailSettingsQuery } from "./queries";

/** Says what cannot be known because nobody asked for it, and where it is asked for. */
export function TrackingNote() {
  const { t } = useTranslation("template-analytics");
  const path = usePath();
  const inside = useMe().organization !== null;
  const mayManage = useCan("organization.manage");
  const { data } = useQuery({ ...mailSettingsQuery, enabled: inside });
  if (!data || (data.track_opens && data.track_clicks)) return null;
  const missing = data.track_opens ? "clicks" : data.track_clicks ? "opens" : "both";
  return (
    <Alert variant="light" color="brass" icon={<IconEyeOff size={18} />} title={t(`tracking.${missing}`)}>
      {t("tracking.text")}{" "}
      {mayManage && (
        <Anchor component={Link} to={path("/admin/mail/sending")} hash="privacy" size="sm">
          {t("tracking.open")}
        </Anchor>
      )}
    </Alert>
  );
}
