import { Button, CopyButton, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCopy,
  IconDots,
  IconExternalLink,
  IconLink,
  IconLinkOff,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { changeCampaign, duplicateCampaign, removeCampaign } from "./queries";

const AT_REST = new Set(["draft", "finished", "cancelled"]);

/** What can be done to a campaign in any state: copy it, its public page, delete it. */
export function CampaignMenu({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [deleting, remove] = useDisclosure(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["campaigns"] });
  const duplicate = useMutation({
    mutationFn: () => duplicateCampaign(campaign.id),
    onSuccess: async (copy) => {
      notifyDone(t("menu.duplicated"));
      await navigate({ to: path(`/admin/mail/campaigns/${copy.id}`) });
    },
    onError: notifyError,
  });
  const archive = useMutation({
    mutationFn: (has_archive: boolean) =>
      changeCampaign(campaign.id, { version: campaign.version, has_archive }),
    onSuccess: refresh,
    onError: notifyError,
  });
  if (!useCan("campaigns.manage")) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDots size={16} aria-hidden />}
            loading={duplicate.isPending || archive.isPending}
          >
            {t("menu.more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
            {t("menu.duplicate")}
          </Menu.Item>
          {campaign.started_at && (
            <Menu.Item
              component={Link}
              to={path("/admin/mail")}
              search={{ campaign: campaign.id } as never}
              leftSection={<IconSend size={16} aria-hidden />}
            >
              {t("menu.outbox")}
            </Menu.Item>
          )}
          {campaign.archive_url ? (
            <>
              {campaign.started_at && (
                <Menu.Item
                  component="a"
                  href={campaign.archive_url}
                  target="_blank"
                  rel="noreferrer"
                  leftSection={<IconExternalLink size={16} aria-hidden />}
                >
                  {t("menu.archive_open")}
                </Menu.Item>
              )}
              <CopyButton value={campaign.archive_url}>
                {({ copy }) => (
                  <Menu.Item
                    leftSection={<IconLink size={16} aria-hidden />}
                    onClick={() => {
                      copy();
                      notifyDone(t("common:action.copied"));
                    }}
                  >
                    {t("menu.archive_copy")}
                  </Menu.Item>
                )}
              </CopyButton>
              <Menu.Item
                leftSection={<IconLinkOff size={16} aria-hidden />}
                onClick={() => archive.mutate(false)}
              >
                {t("menu.archive_off")}
              </Menu.Item>
            </>
          ) : (
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => archive.mutate(true)}>
              {t("menu.archive_on")}
            </Menu.Item>
          )}
          {AT_REST.has(campaign.state) && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
              {t("common:action.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        title={t("delete.title")}
        action={t("common:action.delete")}
        danger
        run={() => removeCampaign(campaign.id)}
        done={() => {
          void refresh();
          void navigate({ to: path("/admin/mail/campaigns") });
        }}
      >
        {t("delete.text", { name: campaign.name })}
      </ConfirmDialog>
    </>
  );
}
