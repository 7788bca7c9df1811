import { Alert, Text } from "@mantine/core";
import { IconMailX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMailWords } from "../mail-words/use-mail-words";

type FailureAlertProps = {
  status: string;
  /** `hard`, `soft` or empty. */
  kind: string;
  /** A group of docs/mail-bounces.md. */
  reason: string;
  /** What the other side said, word for word. */
  error?: string;
};

const FAILED = new Set(["bounced", "failed", "complained"]);

/** That a mail of ours did not arrive, and why, in words. Nothing for one that did, or still may. */
export function FailureAlert({ status, kind, reason, error }: FailureAlertProps) {
  const { t } = useTranslation("bounces");
  const say = useMailWords();
  if (!FAILED.has(status) && !kind) return null;
  if (status === "complained") {
    return (
      <Alert color="red" variant="light" icon={<IconMailX size={18} />} title={t("complained.title")} mb="sm">
        {t("complained.text")}
      </Alert>
    );
  }
  return (
    <Alert color="red" variant="light" icon={<IconMailX size={18} />} title={t("title")} mb="sm">
      <Text size="sm">
        {reason ? t("because", { why: t(`why.${reason}`, { defaultValue: reason }) }) : t("no_reason")}{" "}
        {kind === "hard" && t("hard")}
        {kind === "soft" && t("soft")}
      </Text>
      {error && (
        <Text size="xs" mt={4} className="fd-break" ff="monospace">
          {say(error)}
        </Text>
      )}
    </Alert>
  );
}
