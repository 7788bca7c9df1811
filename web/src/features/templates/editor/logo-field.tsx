import { Button, Group, Image, Input, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ImagePicker } from "@/ui/image-picker/image-picker";
import classes from "./editor.module.css";

type LogoFieldProps = { url: string; readOnly: boolean; onChange: (url: string) => void };

/** A logo of this template's own; without one the organisation's serves. */
export function LogoField({ url, readOnly, onChange }: LogoFieldProps) {
  const { t } = useTranslation("template-editor");
  const [picking, pick] = useDisclosure(false);
  return (
    <Input.Wrapper label={t("logo.label")} description={t("logo.hint")} labelElement="div">
      <Stack gap="xs" mt={6}>
        {url && <Image src={url} alt={t("logo.current")} className={classes.logo} fit="contain" />}
        {!readOnly && (
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPhoto size={14} aria-hidden />}
              onClick={pick.open}
            >
              {t("logo.choose")}
            </Button>
            {url && (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => onChange("")}>
                {t("common:action.remove")}
              </Button>
            )}
          </Group>
        )}
        <ImagePicker
          opened={picking}
          onClose={pick.close}
          purpose="logo"
          onPicked={(image) => onChange(image.url)}
        />
      </Stack>
    </Input.Wrapper>
  );
}
