import { Progress, Stack, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDropzone } from "react-dropzone";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { FormError } from "@/ui/form/submit";
import classes from "./imports.module.css";
import { KEY, uploadContacts } from "./queries";

/** Takes a file and leads to its columns. What is no CSV is refused by the server, in words. */
export function DropFile() {
  const { t } = useTranslation("imports");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => uploadContacts(file, setShare),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: KEY });
      await navigate({ to: path(`/admin/contacts/imports/${made.id}`) });
    },
  });
  const { getRootProps, getInputProps, isDragActive } = useDropzone({
    multiple: false,
    disabled: upload.isPending,
    onDropAccepted: ([file]) => file && upload.mutate(file),
  });
  return (
    <Stack gap="sm">
      <input {...getInputProps({ "aria-label": t("drop.title"), accept: ".csv,.tsv,.txt,text/csv" })} />
      <button
        type="button"
        {...getRootProps({ className: classes.drop, "data-over": isDragActive || undefined })}
      >
        <IconFileUpload size={32} stroke={1.5} aria-hidden />
        <Text fw={560} component="span">
          {upload.isPending ? t("drop.busy") : t("drop.title")}
        </Text>
        <Text size="sm" c="dimmed" maw="32rem" component="span">
          {t("drop.text")}
        </Text>
      </button>
      {upload.isPending && <Progress value={share * 100} aria-label={t("drop.busy")} />}
      <FormError error={upload.error} />
    </Stack>
  );
}
