import { Text } from "@mantine/core";
import { IconDownload, IconFile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReceivedAttachment } from "@/lib/api-types-inbox";
import { formatSize } from "@/lib/size";
import classes from "./conversation.module.css";

/** Files that came along; pictures that stand in the text are seen there. */
export function Attachments({ attachments }: { attachments: ReceivedAttachment[] }) {
  const { t, i18n } = useTranslation("inbox");
  const files = attachments.filter((file) => !file.is_inline);
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t("attachments")}>
      {files.map(({ index, filename, size, url }) => (
        <li key={index}>
          <a href={url} download={filename} className={classes.file}>
            <IconFile size={18} aria-hidden />
            <span className={classes.filename}>{filename}</span>
            <Text span size="xs" c="dimmed">
              {formatSize(size, i18n.language)}
            </Text>
            <IconDownload size={16} aria-label={t("download")} />
          </a>
        </li>
      ))}
    </ul>
  );
}
