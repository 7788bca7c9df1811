import { ActionIcon, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconPaperclip, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatSize } from "@/lib/size";
import { MOST_BYTES, MOST_FILES, totalOf } from "./attaching";
import classes from "./compose.module.css";

type AttachmentsFieldProps = {
  files: readonly File[];
  error: string | undefined;
  onChange: (files: File[]) => void;
};

export function AttachmentsField({ files, error, onChange }: AttachmentsFieldProps) {
  const { t, i18n } = useTranslation("compose");
  const size = (bytes: number) => formatSize(bytes, i18n.language);
  return (
    <Stack gap="xs">
      {files.length > 0 && (
        <ul className={classes.files} aria-label={t("attachments.label")}>
          {files.map((file, at) => (
            <li key={`${file.name}:${file.size}:${file.lastModified}`}>
              <Text span size="sm" className="fd-break">
                {file.name}
              </Text>
              <Text span size="xs" c="dimmed" className={classes.size}>
                {size(file.size)}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("attachments.remove", { name: file.name })}
                onClick={() => onChange(files.filter((_, number) => number !== at))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Group gap="sm">
        <FileButton multiple onChange={(added) => onChange(together(files, added))}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconPaperclip size={16} aria-hidden />}>
              {t("attachments.add")}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {files.length > 0
            ? t("attachments.total", { size: size(totalOf(files)), most: size(MOST_BYTES) })
            : t("attachments.limit", { count: MOST_FILES, most: size(MOST_BYTES) })}
        </Text>
      </Group>
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

/** The same file chosen twice is attached once. */
function together(files: readonly File[], added: readonly File[]): File[] {
  const all = [...files, ...added];
  const nameOf = ({ name, size, lastModified }: File) => `${name}:${size}:${lastModified}`;
  return [...new Map(all.map((file) => [nameOf(file), file])).values()];
}
