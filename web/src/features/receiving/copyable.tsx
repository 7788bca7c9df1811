import { ActionIcon, CopyButton, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./receiving.module.css";

/** Something to be typed elsewhere. */
export function Copyable({ label, text }: { label?: string; text: string }) {
  const { t } = useTranslation("receiving");
  return (
    <div className={classes.copyable}>
      {label && (
        <Text size="xs" c="dimmed">
          {label}
        </Text>
      )}
      <span className={classes.code}>{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("common:action.copied") : t("common:action.copy")}>
            <ActionIcon
              variant="subtle"
              size="sm"
              onClick={copy}
              aria-label={t("copy", { what: text.slice(0, 60) })}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
