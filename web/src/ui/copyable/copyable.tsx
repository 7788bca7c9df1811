import { ActionIcon, CopyButton, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./copyable.module.css";

type VerbatimProps = {
  label?: string;
  text: string;
  /** For several below one another: their texts begin at one place. */
  aligned?: boolean;
  children?: ReactNode;
};

/** What stands elsewhere, letter by letter. */
export function Verbatim({ label, text, aligned, children }: VerbatimProps) {
  return (
    <div className={classes.line} data-aligned={aligned || undefined}>
      {label && (
        <Text size="xs" c="dimmed">
          {label}
        </Text>
      )}
      <span className={classes.code}>{text}</span>
      {children}
    </div>
  );
}

/** Something to be typed elsewhere. */
export function Copyable(props: Omit<VerbatimProps, "children">) {
  const { t } = useTranslation();
  return (
    <Verbatim {...props}>
      <CopyButton value={props.text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("action.copied") : t("action.copy")}>
            <ActionIcon
              variant="subtle"
              size="sm"
              onClick={copy}
              aria-label={t("action.copy_what", { what: props.text.slice(0, 60) })}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Verbatim>
  );
}
