import { Button, Select } from "@mantine/core";
import { IconDownload, IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AiCall, CallStatus } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { useCallColumns } from "@/ui/ai/call-columns";
import { PeriodSelect, periodOf } from "@/ui/charts/period-select";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Surface } from "@/ui/surface/surface";
import { CallDrawer } from "./call-drawer";
import { type CallFilters, callsQuery, exportUrl } from "./queries";
import { CALL_STATUSES } from "./search";

type CallsPanelProps = { search: CallFilters; onSearch: (change: CallFilters) => void };

/** The ledger: every call, what it took and how it ended. */
export function CallsPanel({ search, onSearch }: CallsPanelProps) {
  const { t } = useTranslation("ai-usage");
  const filters = { ...search, ...periodOf(search) };
  const calls = useInfiniteQuery(callsQuery(filters));
  const [shown, setShown] = useState<AiCall | null>(null);
  return (
    <Surface flush>
      <Toolbar>
        <SearchInput
          label={t("calls.search")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ q: q || undefined })}
        />
        <Select
          aria-label={t("calls.status")}
          placeholder={t("calls.any_status")}
          clearable
          w={160}
          value={search.status ?? null}
          onChange={(status) => onSearch({ status: (status as CallStatus | null) ?? undefined })}
          data={CALL_STATUSES.map((value) => ({ value, label: t(`ai:call.state.${value}`) }))}
        />
        <PeriodSelect search={search} onSearch={onSearch} />
        <Button
          ml="auto"
          component="a"
          href={exportUrl(filters)}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t("export")}
        </Button>
      </Toolbar>
      <DataTable
        label={t("calls.title")}
        query={calls}
        columns={useColumns(setShown)}
        rowKey={(call) => String(call.id)}
        filtered={Object.values(search).some(Boolean)}
        onClearFilters={() =>
          onSearch({
            q: undefined,
            status: undefined,
            since: undefined,
            until: undefined,
            model: undefined,
            person: undefined,
          })
        }
        empty={
          <EmptyState icon={IconListDetails} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
      />
      <CallDrawer call={shown} onClose={() => setShown(null)} />
    </Surface>
  );
}

function useColumns(onShow: (call: AiCall) => void): Column<AiCall>[] {
  const { t, i18n } = useTranslation("ai-usage");
  const { model, status, cost, latency, at } = useCallColumns();
  const number = (value: number) => formatNumber(value, i18n.language);
  return [
    model,
    {
      key: "person",
      header: t("calls.person"),
      render: (call) => call.person?.full_name ?? t("by.gone"),
    },
    {
      key: "tokens",
      header: t("ai:usage.tokens"),
      align: "right",
      render: (call) => (
        <span className="fd-tabular">
          {call.estimated && "≈ "}
          {number(call.prompt_tokens + call.completion_tokens)}
        </span>
      ),
    },
    { ...cost, secondary: true },
    latency,
    status,
    at,
    {
      key: "open",
      header: "",
      align: "right",
      render: (call) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("calls.open", { number: call.id })}
          onClick={() => onShow(call)}
        >
          {t("calls.details")}
        </Button>
      ),
    },
  ];
}
