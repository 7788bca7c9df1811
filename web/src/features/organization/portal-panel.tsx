import { Anchor, Button, CopyButton, Group, Switch, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Organization } from "@/lib/api-types";
import { useNotifyError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeOrganization, organizationQuery } from "./queries";

export function PortalPanel({ organization }: { organization: Organization }) {
  const { t } = useTranslation("organization");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const change = useMutation({
    mutationFn: (portal_open: boolean) => changeOrganization({ portal_open }),
    onSuccess: (saved) => client.setQueryData(organizationQuery.queryKey, saved),
    onError: notifyError,
  });
  const address = `${window.location.origin}/${organization.locale}/portal/${organization.slug}/sign-up`;
  return (
    <Surface title={t("portal.title")} description={t("portal.text")}>
      <Switch
        label={t("portal.open")}
        checked={organization.portal_open}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {organization.portal_open && (
        <Group gap="xs" mt="md">
          <Anchor href={address} size="sm" className="fd-break">
            {address}
          </Anchor>
          <CopyButton value={address}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              >
                {copied ? t("common:action.copied") : t("common:action.copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      )}
      {!organization.portal_open && (
        <Text size="xs" c="dimmed" mt="xs">
          {t("portal.closed")}
        </Text>
      )}
    </Surface>
  );
}
