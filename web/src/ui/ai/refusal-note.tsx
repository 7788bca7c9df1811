import { Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "@/lib/api-types-ai";
import classes from "./ai.module.css";

/** Why a model is locked, in the words of the server, and what would open it. */
export function RefusalNote({ refusal }: { refusal: Pick<Refusal, "rule" | "detail"> }) {
  const { t } = useTranslation("ai");
  return (
    <div className={classes.refusal}>
      <IconLock size={14} aria-hidden />
      <div>
        <Text size="xs" fw={600}>
          {t(`refusal.rule.${refusal.rule}`)}
        </Text>
        <div>{refusal.detail}</div>
        <div>{t(`refusal.lift.${refusal.rule}`)}</div>
      </div>
    </div>
  );
}
