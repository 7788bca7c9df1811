import { Loader, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useDropzone } from "react-dropzone";
import { useTranslation } from "react-i18next";
import classes from "./bundles.module.css";

type FileDropProps = { busy: boolean; onFile: (file: File) => void };

/** Takes a file by choosing or dropping. What is in it is judged by the server, which says what is wrong. */
export function FileDrop({ busy, onFile }: FileDropProps) {
  const { t } = useTranslation("template-bundles");
  const { getRootProps, getInputProps, isDragActive, acceptedFiles } = useDropzone({
    multiple: false,
    disabled: busy,
    onDropAccepted: ([file]) => file && onFile(file),
  });
  return (
    <div
      {...getRootProps({ className: classes.drop, "data-over": isDragActive || undefined, role: "button" })}
    >
      <input
        {...getInputProps({ "aria-label": t("file.label"), accept: ".zip,.html,.htm,.mjml,.eml,.txt" })}
      />
      {busy ? <Loader size={28} /> : <IconFileUpload size={32} stroke={1.5} aria-hidden />}
      <Text fw={560}>{busy ? t("file.busy", { name: acceptedFiles[0]?.name ?? "" }) : t("file.title")}</Text>
      <Text size="sm" c="dimmed" maw="30rem">
        {t("file.text")}
      </Text>
    </div>
  );
}
