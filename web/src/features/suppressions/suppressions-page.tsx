import { ActionIcon, Button, Group, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconMailOff, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { AddDialog } from "./add-dialog";
import { ImportDialog } from "./import-dialog";
import {
  exportAddress,
  KEY,
  REASONS,
  removeSuppression,
  type Suppression,
  type SuppressionFilters,
  type SuppressionReason,
  suppressionsQuery,
} from "./queries";

type SuppressionsPageProps = { search: SuppressionFilters; onSearch: (search: SuppressionFilters) => void };

export function SuppressionsPage({ search, onSearch }: SuppressionsPageProps) {
  const { t } = useTranslation("suppressions");
  const client = useQueryClient();
  const mayManage = useCan("campaigns.manage");
  const [adding, { open: openAdd, close: closeAdd }] = useDisclosure(false);
  const [importing, { open: openImport, close: closeImport }] = useDisclosure(false);
  const [removing, setRemoving] = useState<Suppression | null>(null);
  const found = useInfiniteQuery(suppressionsQuery(search));
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const columns = useColumns(mayManage ? setRemoving : undefined);
  return (
    <Page
      title={t("title")}
      description={t("text")}
      actions={mayManage && <Actions search={search} onAdd={openAdd} onImport={openImport} />}
    >
      <SectionTabs section="delivery" current="suppressions" />
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          <ReasonFilter value={search.reason} onChange={(reason) => onSearch({ ...search, reason })} />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={found}
          columns={columns}
          rowKey={(row) => String(row.id)}
          filtered={Boolean(search.q || search.reason)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconMailOff} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
      <AddDialog opened={adding} onClose={closeAdd} onSaved={refresh} />
      <ImportDialog opened={importing} onClose={closeImport} onDone={refresh} />
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t("remove.title")}
        action={t("remove.action")}
        danger
        run={() => removeSuppression(removing?.id ?? 0)}
        done={refresh}
      >
        {removing && t(`remove.text.${removing.reason}`, { email: removing.email })}
      </ConfirmDialog>
    </Page>
  );
}

type ActionsProps = { search: SuppressionFilters; onAdd: () => void; onImport: () => void };

function Actions({ search, onAdd, onImport }: ActionsProps) {
  const { t } = useTranslation("suppressions");
  return (
    <Group gap="xs">
      <Button
        component="a"
        href={exportAddress(search)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("export")}
      </Button>
      <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={onImport}>
        {t("import.open")}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
        {t("add.open")}
      </Button>
    </Group>
  );
}

type ReasonFilterProps = {
  value?: SuppressionReason;
  onChange: (reason: SuppressionReason | undefined) => void;
};

function ReasonFilter({ value, onChange }: ReasonFilterProps) {
  const { t } = useTranslation("suppressions");
  return (
    <Select
      aria-label={t("column.reason")}
      placeholder={t("any_reason")}
      clearable
      w={210}
      value={value ?? null}
      onChange={(reason) => onChange((reason as SuppressionReason | null) ?? undefined)}
      data={REASONS.map((each) => ({ value: each, label: t(`reason.${each}`) }))}
    />
  );
}

const TONES: Record<SuppressionReason, Tone> = {
  hard_bounce: "bad",
  complaint: "bad",
  unsubscribe: "attention",
  manual: "quiet",
  erased: "quiet",
};

function useColumns(onRemove?: (row: Suppression) => void): Column<Suppression>[] {
  const { t } = useTranslation("suppressions");
  const columns: Column<Suppression>[] = [
    {
      key: "email",
      header: t("column.email"),
      render: (row) =>
        row.email ? (
          <Text size="sm" fw={560} className="fd-break">
            {row.email}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t("erased_person")}
          </Text>
        ),
    },
    {
      key: "reason",
      header: t("column.reason"),
      render: (row) => <StatusBadge tone={TONES[row.reason]}>{t(`reason.${row.reason}`)}</StatusBadge>,
    },
    { key: "detail", header: t("column.detail"), secondary: true, render: (row) => <Detail row={row} /> },
    { key: "since", header: t("column.since"), render: (row) => <Time at={row.created_at} /> },
  ];
  if (!onRemove) return columns;
  return [
    ...columns,
    { key: "actions", header: "", align: "right", render: (row) => <Remove row={row} onRemove={onRemove} /> },
  ];
}

function Detail({ row }: { row: Suppression }) {
  const { t } = useTranslation("suppressions");
  return (
    <div className="fd-break">
      <Text size="sm" lineClamp={2}>
        {row.detail || "–"}
      </Text>
      {row.created_by && (
        <Text size="xs" c="dimmed">
          {t("by", { name: row.created_by })}
        </Text>
      )}
    </div>
  );
}

function Remove({ row, onRemove }: { row: Suppression; onRemove: (row: Suppression) => void }) {
  const { t } = useTranslation("suppressions");
  if (!row.email) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t("remove.label", { email: row.email })}
      onClick={() => onRemove(row)}
    >
      <IconTrash size={16} />
    </ActionIcon>
  );
}
