import { Alert, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconPhotoUp } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useDropzone } from "react-dropzone";
import { useTranslation } from "react-i18next";
import type { Chosen } from "./image-picker";
import classes from "./image-picker.module.css";
import { altFrom, LARGEST_BYTES, type Purpose, type Refusal, refusalOf, TYPES } from "./preparing";
import { UploadLibrary } from "./upload-library";

type ChooseImageProps = {
  purpose: Purpose;
  first?: File;
  onChosen: (chosen: Chosen) => void;
  onCancel: () => void;
};

export function ChooseImage({ purpose, first, onChosen, onCancel }: ChooseImageProps) {
  const { t } = useTranslation("image-picker");
  const [view, setView] = useState("upload");
  const [refused, setRefused] = useState<{ reason: Refusal; name: string } | null>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    const reason = refusalOf(file);
    if (reason) setRefused({ reason, name: file.name });
    else onChosen({ file });
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => latest.current(first), [first]);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (!file) return;
      event.preventDefault();
      latest.current(file);
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, []);

  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    // What is refused is said in our own words.
    accept: undefined,
    multiple: false,
    noClick: true,
    noKeyboard: true,
    onDrop: (files) => take(files[0]),
  });
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("from.label")}
        value={view}
        onChange={setView}
        data={["upload", "library"].map((value) => ({ value, label: t(`from.${value}`) }))}
      />
      {view === "library" ? (
        <UploadLibrary purpose={purpose} onChosen={(upload) => onChosen({ upload })} />
      ) : (
        <>
          <div {...getRootProps({ className: classes.drop, "data-over": isDragActive || undefined })}>
            <input {...getInputProps({ "aria-label": t("file"), accept: TYPES.join(",") })} />
            <IconPhotoUp size={32} stroke={1.4} aria-hidden />
            <Text fw={560}>{t("drop")}</Text>
            <Text size="sm" c="dimmed" ta="center">
              {t("limits", { size: LARGEST_BYTES / 1024 / 1024 })}
            </Text>
            <Button onClick={open} data-autofocus>
              {t("choose")}
            </Button>
          </div>
          {refused && (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertCircle size={18} />}>
              {t(`refused.${refused.reason}`, {
                name: altFrom(refused.name) ? refused.name : t("this_file"),
                size: LARGEST_BYTES / 1024 / 1024,
              })}
            </Alert>
          )}
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t("common:action.cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
