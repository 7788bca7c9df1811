import { ActionIcon, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPencil, IconPlayerPause, IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { reachQuery } from "@/ui/template-reach/queries";
import { ReachList } from "@/ui/template-reach/reach-list";
import classes from "./platform-templates.module.css";
import { changeDefault } from "./queries";

/** What serves one type in one language: a default of the platform's own, or the design that ships. */
export function DefaultCell({ template }: { template: Template | undefined }) {
  const { t } = useTranslation("platform-templates");
  if (template) return <Own template={template} />;
  return (
    <Text size="sm" c="dimmed">
      {t("defaults.shipped")}
    </Text>
  );
}

function Own({ template }: { template: Template }) {
  const { t } = useTranslation("platform-templates");
  const path = usePath();
  const client = useQueryClient();
  const onError = useNotifyError();
  const reach = useQuery(reachQuery(template.id));
  const [looking, look] = useDisclosure(false);
  const [editing, edit] = useDisclosure(false);
  const [stopping, stop] = useDisclosure(false);
  const { id, name, version, is_default } = template;
  const page = path(`/superadmin/email-templates/${id}`);
  const refresh = () => client.invalidateQueries({ queryKey: ["email-templates"] });
  const mark = useMutation({
    mutationFn: () => changeDefault(id, { version, is_default: !is_default }),
    onSuccess: async () => {
      notifyDone(t("common:action.saved"));
      await refresh();
    },
    onError,
  });
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
        <div className="fd-break">
          <Link to={page} className={classes.name}>
            {name}
          </Link>
          <Text size="xs" c="dimmed">
            {t(is_default ? "defaults.system" : "defaults.own")} ·{" "}
            {t("defaults.version", { number: version })}
          </Text>
          <Button variant="transparent" size="compact-xs" px={0} onClick={look.open}>
            {reach.data ? t("reach.count", { count: reach.data.total }) : t("reach.show")}
          </Button>
        </div>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              loading={mark.isPending}
              aria-label={t("common:list.actions_for", { name })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={edit.open}>
              {t("common:action.edit")}
            </Menu.Item>
            <Menu.Item
              leftSection={
                is_default ? (
                  <IconShieldOff size={16} aria-hidden />
                ) : (
                  <IconShieldCheck size={16} aria-hidden />
                )
              }
              onClick={() => mark.mutate()}
            >
              {t(is_default ? "defaults.unmark" : "defaults.mark")}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={stop.open}>
              {t("defaults.deactivate")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Modal
        opened={looking}
        onClose={look.close}
        title={t("reach.title", { name })}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        <ReachList templateId={id} />
      </Modal>
      <Modal
        opened={editing}
        onClose={edit.close}
        title={t("reach.edit", { name })}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        <ReachList templateId={id} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={edit.close}>
            {t("common:action.cancel")}
          </Button>
          <Button component={Link} to={page}>
            {t("common:action.edit")}
          </Button>
        </Group>
      </Modal>
      <ConfirmDialog
        opened={stopping}
        onClose={stop.close}
        title={t("defaults.stop", { name })}
        action={t("defaults.deactivate")}
        run={() => changeDefault(id, { version, is_active: false })}
        done={refresh}
      >
        <Text size="sm" mb="sm">
          {t("defaults.stop_text")}
        </Text>
        <ReachList templateId={id} />
      </ConfirmDialog>
    </>
  );
}
