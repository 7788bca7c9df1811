import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconDots, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Person } from "@/lib/api-types";
import { MEMBER_ROLES } from "@/lib/choices";
import { useMe } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { changePerson, type PersonChange } from "./queries";

export function PersonMenu({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const me = useMe();
  const notifyError = useNotifyError();
  const [asking, { open, close }] = useDisclosure(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["people"] });
  const change = useMutation({
    mutationFn: (body: PersonChange) => changePerson(person.id, body),
    onSuccess: async () => {
      await refresh();
      notifyDone(t("changed", { name: person.full_name }));
    },
    onError: notifyError,
  });
  if (person.id === me.profile?.id) return null;
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={change.isPending}
            aria-label={t("common:list.actions_for", { name: person.full_name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("column.role")}</Menu.Label>
          {MEMBER_ROLES.map((role) => (
            <Menu.Item
              key={role}
              disabled={person.role === role}
              rightSection={person.role === role && <IconCheck size={15} aria-hidden />}
              onClick={() => change.mutate({ role })}
            >
              {t(`common:role.${role}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {person.is_active ? (
            <Menu.Item color="red" leftSection={<IconUserOff size={16} aria-hidden />} onClick={open}>
              {t("deactivate.open")}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconUserCheck size={16} aria-hidden />}
              onClick={() => change.mutate({ is_active: true })}
            >
              {t("activate")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        danger
        title={t("deactivate.title", { name: person.full_name })}
        action={t("deactivate.open")}
        run={() => changePerson(person.id, { is_active: false })}
        done={refresh}
      >
        {t("deactivate.text")}
      </ConfirmDialog>
    </>
  );
}
