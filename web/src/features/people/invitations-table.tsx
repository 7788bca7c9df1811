import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBan, IconDots, IconMailForward, IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Invitation, InvitationStatus } from "@/lib/api-types";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { type Column, DataTable } from "@/ui/list/data-table";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import { invitationsQuery, resendInvitation, revokeInvitation } from "./queries";

const TONES: Record<InvitationStatus, Tone> = {
  pending: "busy",
  accepted: "good",
  expired: "attention",
  revoked: "quiet",
};

export function InvitationsTable({ onInvite }: { onInvite: () => void }) {
  const { t } = useTranslation("people");
  const invitations = useInfiniteQuery(invitationsQuery());
  const columns: Column<Invitation>[] = [
    {
      key: "email",
      header: t("common:field.email"),
      render: (row) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {row.email}
          </Text>
          {row.invited_by && (
            <Text size="xs" c="dimmed">
              {t("invited_by", { name: row.invited_by.full_name })}
            </Text>
          )}
        </div>
      ),
    },
    { key: "role", header: t("column.role"), render: (row) => t(`common:role.${row.role}`) },
    {
      key: "status",
      header: t("column.state"),
      render: (row) => (
        <StatusBadge tone={TONES[row.status]}>{t(`invitation_state.${row.status}`)}</StatusBadge>
      ),
    },
    {
      key: "expires",
      header: t("column.expires"),
      render: (row) => <Time at={row.status === "accepted" ? row.accepted_at : row.expires_at} />,
    },
    {
      key: "menu",
      header: "",
      width: "3rem",
      align: "right",
      render: (row) => (row.status === "accepted" ? null : <InvitationMenu invitation={row} />),
    },
  ];
  return (
    <DataTable
      label={t("tab.invitations")}
      query={invitations}
      columns={columns}
      rowKey={(row) => row.id}
      empty={
        <EmptyState
          icon={IconUserPlus}
          title={t("no_invitations.title")}
          action={<Button onClick={onInvite}>{t("invite.open")}</Button>}
        >
          {t("no_invitations.text")}
        </EmptyState>
      }
    />
  );
}

function InvitationMenu({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [asking, { open, close }] = useDisclosure(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["invitations"] });
  const resend = useMutation({
    mutationFn: () => resendInvitation(invitation.id),
    onSuccess: async () => {
      await refresh();
      notifyDone(t("resent", { email: invitation.email }));
    },
    onError: notifyError,
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={resend.isPending}
            aria-label={t("common:list.actions_for", { name: invitation.email })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMailForward size={16} aria-hidden />} onClick={() => resend.mutate()}>
            {t("resend")}
          </Menu.Item>
          {invitation.status === "pending" && (
            <Menu.Item color="red" leftSection={<IconBan size={16} aria-hidden />} onClick={open}>
              {t("revoke.open")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        danger
        title={t("revoke.title")}
        action={t("revoke.open")}
        run={() => revokeInvitation(invitation.id)}
        done={refresh}
      >
        {t("revoke.text", { email: invitation.email })}
      </ConfirmDialog>
    </>
  );
}
