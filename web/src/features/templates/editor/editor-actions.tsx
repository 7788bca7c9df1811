import { Box, Button, Menu, Switch, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCopy, IconDots, IconHistory, IconSend, IconStar, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { TestDialog } from "../preview/test-dialog";
import { deleteTemplate } from "../queries";
import type { Sample } from "../samples/use-sample";
import { useDuplicate } from "./use-duplicate";
import type { Editing } from "./use-editing";
import { VersionsDrawer } from "./versions-drawer";

type EditorActionsProps = { editing: Editing; sample: Sample; home: string };

export function EditorActions({ editing, sample, home }: EditorActionsProps) {
  const { t } = useTranslation("template-editor");
  const { base, dirty, saving } = editing;
  const mayActivate = useCan("templates.activate") && base.can_edit;
  const maySend = useCan("mail.send");
  const [testing, test] = useDisclosure(false);
  const isSaving = saving.state === "saving";
  return (
    <>
      {mayActivate && (
        <Tooltip label={t(base.is_active ? "activate.is_active" : "activate.is_draft")} multiline maw={260}>
          <Switch
            label={t("activate.label")}
            checked={base.is_active}
            disabled={isSaving}
            onChange={(event) => editing.activate(event.currentTarget.checked)}
          />
        </Tooltip>
      )}
      {maySend && (
        <Button variant="default" px="sm" aria-label={t("template-preview:test.action")} onClick={test.open}>
          <IconSend size={16} aria-hidden />
          <Box component="span" visibleFrom="sm" ml={8}>
            {t("template-preview:test.action")}
          </Box>
        </Button>
      )}
      {base.can_edit && (
        <Button
          onClick={editing.save}
          loading={isSaving}
          disabled={!dirty}
          aria-keyshortcuts="Control+S Meta+S"
        >
          {t("save")}
        </Button>
      )}
      <MoreMenu editing={editing} home={home} />
      <TestDialog id={base.id} data={sample.data} dirty={dirty} opened={testing} onClose={test.close} />
    </>
  );
}

function MoreMenu({ editing, home }: { editing: Editing; home: string }) {
  const { t } = useTranslation("template-editor");
  const { base, dirty } = editing;
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayManage = useCan("templates.manage");
  const isSuperadmin = useMe().profile?.role === "superadmin";
  const duplicate = useDuplicate(base.id, home);
  const [deleting, remove] = useDisclosure(false);
  const [history, versions] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t("common:list.actions_for", { name: base.name })}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={versions.open}>
            {t("versions.title")}
          </Menu.Item>
          {mayManage && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
              {t("templates:card.duplicate")}
            </Menu.Item>
          )}
          {isSuperadmin && base.can_edit && base.organization_id === null && (
            <Menu.Item
              leftSection={<IconStar size={16} aria-hidden />}
              onClick={() => editing.setDefault(!base.is_default)}
            >
              {t(base.is_default ? "default.unmark" : "default.mark")}
            </Menu.Item>
          )}
          {base.can_edit && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
              {t("common:action.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <VersionsDrawer
        template={base}
        dirty={dirty}
        opened={history}
        onClose={versions.close}
        onRestored={editing.adopt}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        danger
        title={t("templates:delete.title")}
        action={t("common:action.delete")}
        run={() => deleteTemplate(base.id)}
        done={async () => {
          await navigate({ to: home, ignoreBlocker: true });
          await client.invalidateQueries({ queryKey: ["email-templates"] });
        }}
      >
        {t(base.is_active ? "templates:delete.text_active" : "templates:delete.text", { name: base.name })}
      </ConfirmDialog>
    </>
  );
}
