import { Button, FileButton, Group, Image, Text } from "@mantine/core";
import { IconPhoto, IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadFile } from "@/lib/api";
import type { Organization } from "@/lib/api-types";
import { refreshSession } from "@/lib/session";
import { FormError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import classes from "./logo-panel.module.css";
import { changeOrganization, organizationQuery } from "./queries";

/** Accepts a file by button or by dropping it on the frame. */
export function LogoPanel({ organization }: { organization: Organization }) {
  const { t } = useTranslation("organization");
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const change = useMutation({
    mutationFn: async (file: File | null) => {
      const upload = file && (await uploadFile(file, "logo"));
      return changeOrganization({ logo_upload_id: upload ? upload.id : null });
    },
    onSuccess: async (saved) => {
      client.setQueryData(organizationQuery.queryKey, saved);
      await refreshSession();
    },
  });
  const drop = (event: React.DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) change.mutate(file);
  };
  return (
    <Surface title={t("logo.title")} description={t("logo.text")}>
      <Group gap="lg" wrap="wrap">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button beside it does the same */}
        <div
          className={classes.frame}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          {organization.logo_url ? (
            <Image src={organization.logo_url} alt={t("logo.current")} fit="contain" mah={84} />
          ) : (
            <IconPhoto size={28} stroke={1.5} aria-hidden />
          )}
        </div>
        <div>
          <Group gap="xs">
            <FileButton
              accept="image/png,image/jpeg,image/webp,image/gif"
              onChange={(file) => file && change.mutate(file)}
              inputProps={{ "aria-label": t("logo.file") }}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={change.isPending}
                  leftSection={<IconUpload size={16} aria-hidden />}
                >
                  {t("logo.upload")}
                </Button>
              )}
            </FileButton>
            {organization.logo_url && (
              <Button variant="subtle" color="red" onClick={() => change.mutate(null)}>
                {t("common:action.remove")}
              </Button>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt="xs">
            {t("logo.hint")}
          </Text>
        </div>
      </Group>
      {change.error && (
        <div className={classes.error}>
          <FormError error={change.error} />
        </div>
      )}
    </Surface>
  );
}
