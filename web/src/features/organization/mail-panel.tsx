import { Button, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { Surface } from "@/ui/surface/surface";

/** What is set for mail stands with the rest of its set-up. */
export function MailPanel() {
  const { t } = useTranslation("organization");
  const path = usePath();
  return (
    <Surface title={t("mail.title")} description={t("mail.text")}>
      <Group gap="xs">
        <Button component={Link} to={path("/admin/mail/sending")} variant="default">
          {t("mail.sending")}
        </Button>
        <Button component={Link} to={path("/admin/mail/receiving")} variant="default">
          {t("mail.receiving")}
        </Button>
      </Group>
    </Surface>
  );
}
