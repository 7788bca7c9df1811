import { Text } from "@mantine/core";
import { IconLock, IconSignature } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";

/** That a mail is signed or encrypted. It is kept as it is; nothing here checks or opens it. */
export function Protection({ protection }: { protection: string }) {
  const { t } = useTranslation("inbox");
  if (!protection) return null;
  const Glyph = protection.endsWith("encrypted") ? IconLock : IconSignature;
  const words = t(`protection.${protection}`, { defaultValue: protection });
  return (
    <Text span size="xs" className={classes.mark} title={t("protection.text")}>
      <Glyph size={14} aria-hidden /> {words}
    </Text>
  );
}
