import { Button, FileButton, Group, Image, Input, Stack } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { uploadFile } from "@/lib/api";
import { FormError } from "@/ui/form/submit";
import classes from "./editor.module.css";

type LogoFieldProps = { url: string; readOnly: boolean; onChange: (url: string) => void };

/** A logo of this template's own; without one the organisation's serves. */
export function LogoField({ url, readOnly, onChange }: LogoFieldProps) {
  const { t } = useTranslation("template-editor");
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(file, "logo"),
    onSuccess: (uploaded) => onChange(uploaded.url),
  });
  return (
    <Input.Wrapper label={t("logo.label")} description={t("logo.hint")} labelElement="div">
      <Stack gap="xs" mt={6}>
        {url && <Image src={url} alt={t("logo.current")} className={classes.logo} fit="contain" />}
        {!readOnly && (
          <Group gap="xs">
            <FileButton
              accept="image/png,image/jpeg,image/webp,image/gif"
              onChange={(file) => file && upload.mutate(file)}
              inputProps={{ "aria-label": t("logo.file") }}
            >
              {(props) => (
                <Button
                  {...props}
                  size="compact-sm"
                  variant="default"
                  loading={upload.isPending}
                  leftSection={<IconUpload size={14} aria-hidden />}
                >
                  {t("logo.upload")}
                </Button>
              )}
            </FileButton>
            {url && (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => onChange("")}>
                {t("common:action.remove")}
              </Button>
            )}
          </Group>
        )}
        <FormError error={upload.error} />
      </Stack>
    </Input.Wrapper>
  );
}
