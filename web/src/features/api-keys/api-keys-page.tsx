import { Button, Code, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "@/lib/api-types";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { Page } from "@/ui/page/page";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { NewKeyDialog } from "./new-key-dialog";
import { apiKeysQuery, revokeApiKey } from "./queries";

type KeyState = "active" | "expired" | "revoked";

function stateOf(key: ApiKey): KeyState {
  if (key.revoked_at) return "revoked";
  return key.expires_at && new Date(key.expires_at) < new Date() ? "expired" : "active";
}

export function ApiKeysPage() {
  const { t } = useTranslation("api-keys");
  const client = useQueryClient();
  const keys = useInfiniteQuery(apiKeysQuery);
  const [opened, { open, close }] = useDisclosure(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const columns: Column<ApiKey>[] = [
    { key: "name", header: t("common:field.name"), render: (row) => <KeyName row={row} /> },
    {
      key: "scopes",
      header: t("column.scopes"),
      secondary: true,
      render: (row) => (
        <Text size="xs" c="dimmed" maw={300}>
          {row.scopes.join(", ")}
        </Text>
      ),
    },
    {
      key: "used",
      header: t("column.last_used"),
      render: (row) => <Time at={row.last_used_at} never={t("never_used")} />,
    },
    {
      key: "state",
      header: t("column.state"),
      render: (row) => {
        const state = stateOf(row);
        return <StatusBadge tone={state === "active" ? "good" : "quiet"}>{t(`state.${state}`)}</StatusBadge>;
      },
    },
    {
      key: "revoke",
      header: "",
      align: "right",
      render: (row) =>
        row.revoked_at ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={t("revoke.label", { name: row.name })}
            onClick={() => setRevoking(row)}
          >
            {t("revoke.open")}
          </Button>
        ),
    },
  ];
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("new.open")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={add}>
      <Surface flush>
        <DataTable
          label={t("title")}
          query={keys}
          columns={columns}
          rowKey={(row) => row.id}
          empty={
            <EmptyState icon={IconKey} title={t("empty.title")} action={add}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
      <NewKeyDialog opened={opened} onClose={close} />
      <ConfirmDialog
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        danger
        title={t("revoke.title", { name: revoking?.name ?? "" })}
        action={t("revoke.open")}
        run={async () => revoking && revokeApiKey(revoking.id)}
        done={() => client.invalidateQueries({ queryKey: ["api-keys"] })}
      >
        {t("revoke.text")}
      </ConfirmDialog>
    </Page>
  );
}

function KeyName({ row }: { row: ApiKey }) {
  return (
    <div className="fd-break">
      <Text size="sm" fw={560}>
        {row.name}
      </Text>
      <Text size="xs" c="dimmed">
        <Code>{row.prefix}…</Code> {row.profile?.full_name}
      </Text>
    </div>
  );
}
