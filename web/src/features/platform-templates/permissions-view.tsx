import { Checkbox, Group, Skeleton, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RolePermission } from "@/lib/api-types-library";
import { reloadMe } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { notifyDone } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { rolePermissionsQuery, setRolePermissions } from "./queries";

const ROLES = ["admin", "agent"] as const;
type Change = RolePermission & { role: (typeof ROLES)[number] };

/** Which roles may edit templates, activate them and send mail, in every organisation. */
export function PermissionsView() {
  const { t } = useTranslation("platform-templates");
  const client = useQueryClient();
  const permissions = useQuery(rolePermissionsQuery);
  const [change, setChange] = useState<Change | null>(null);
  if (permissions.isPending) return <Skeleton height={220} aria-busy="true" />;
  if (!permissions.data) {
    return <ErrorState error={permissions.error} onRetry={() => permissions.refetch()} />;
  }
  const gives = change?.roles[change.role];
  return (
    <Surface title={t("permissions.title")} description={t("permissions.text")} flush>
      <Table aria-label={t("permissions.title")} horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("permissions.may")}</Table.Th>
            {ROLES.map((role) => (
              <Table.Th key={role} w="9rem">
                {t(`common:role.${role}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {permissions.data.map((row) => (
            <Table.Tr key={row.permission}>
              <Table.Td>
                <Text size="sm" fw={560}>
                  {t(`permissions.${keyOf(row)}.name`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`permissions.${keyOf(row)}.text`)}
                </Text>
              </Table.Td>
              {ROLES.map((role) => (
                <Table.Td key={role}>
                  <Checkbox
                    aria-label={t("permissions.of", {
                      role: t(`common:role.${role}`),
                      what: t(`permissions.${keyOf(row)}.name`),
                    })}
                    checked={row.roles[role]}
                    onChange={() =>
                      setChange({ ...row, role, roles: { ...row.roles, [role]: !row.roles[role] } })
                    }
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group px="lg" py="md">
        <Text size="xs" c="dimmed">
          {t("permissions.note")}
        </Text>
      </Group>
      <ConfirmDialog
        opened={change !== null}
        onClose={() => setChange(null)}
        danger={!gives}
        title={t(gives ? "permissions.give_title" : "permissions.take_title")}
        action={t(gives ? "permissions.give" : "permissions.take")}
        run={async () => {
          if (!change) return;
          const saved = await setRolePermissions([{ permission: change.permission, roles: change.roles }]);
          client.setQueryData(rolePermissionsQuery.queryKey, saved);
        }}
        done={() => {
          notifyDone(t("common:action.saved"));
          void reloadMe();
        }}
      >
        {change &&
          t(gives ? "permissions.give_text" : "permissions.take_text", {
            role: t(`common:role.${change.role}`),
            what: t(`permissions.${keyOf(change)}.name`),
          })}
      </ConfirmDialog>
    </Surface>
  );
}

function keyOf({ permission }: RolePermission): string {
  return permission.replace(".", "_");
}
