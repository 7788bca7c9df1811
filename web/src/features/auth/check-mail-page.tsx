import { Text } from "@mantine/core";
import { IconMailOpened } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { Outcome } from "./outcome";

export function CheckMailPage({ email }: { email?: string }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  return (
    <Outcome
      icon={IconMailOpened}
      title={t("check_mail.title")}
      next={{ to: path("/auth/sign-in"), label: t("check_mail.back") }}
    >
      <Text size="sm" className="fd-break">
        {email ? t("check_mail.text", { email }) : t("check_mail.text_plain")}
      </Text>
      <Text size="sm" mt="xs">
        {t("check_mail.hint")}
      </Text>
    </Outcome>
  );
}
