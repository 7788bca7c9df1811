import { Alert, List, Text } from "@mantine/core";
import { IconShieldX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/lib/problem";
import { useReason } from "./use-reason";

type Named = { code?: unknown };

/** What the model wrote was refused: what it broke, and that nothing was changed. */
export function Refused({ error }: { error: ApiError }) {
  const { t } = useTranslation("template-ai");
  const reason = useReason();
  const raw: unknown[] = Array.isArray(error.body.errors) ? error.body.errors : [];
  const reasons = error.errors.map(({ field, message }, at) => {
    const code = (raw[at] as Named | undefined)?.code;
    return reason({ field, message, code: typeof code === "string" ? code : "" });
  });
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconShieldX size={18} />}
      title={t("refused.title")}
    >
      <Text size="sm">{t("refused.text")}</Text>
      <List size="sm" my="xs">
        {[...new Set(reasons)].map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
      <Text size="sm">{t("refused.advice")}</Text>
    </Alert>
  );
}
