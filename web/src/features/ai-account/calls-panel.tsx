import { IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AiCall } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { useCallColumns } from "@/ui/ai/call-columns";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { Surface } from "@/ui/surface/surface";
import { ownCallsQuery } from "./queries";

/** The ledger's rows of one person. */
export function CallsPanel({ since, profileId }: { since: string; profileId: string }) {
  const { t } = useTranslation("ai-account");
  const calls = useInfiniteQuery(ownCallsQuery(since, profileId));
  return (
    <Surface flush title={t("calls.title")} description={t("calls.text")}>
      <DataTable
        label={t("calls.title")}
        query={calls}
        columns={useColumns()}
        rowKey={(call) => String(call.id)}
        empty={
          <EmptyState icon={IconListDetails} title={t("calls.empty")}>
            {t("calls.empty_text")}
          </EmptyState>
        }
      />
    </Surface>
  );
}

function useColumns(): Column<AiCall>[] {
  const { t, i18n } = useTranslation("ai-account");
  const { model, status, cost, latency, at } = useCallColumns();
  const number = (value: number) => formatNumber(value, i18n.language);
  return [
    model,
    status,
    {
      key: "tokens",
      header: t("calls.tokens"),
      align: "right",
      render: (call) => (
        <span className="fd-tabular">
          {call.estimated ? "≈ " : ""}
          {number(call.prompt_tokens)} + {number(call.completion_tokens)}
        </span>
      ),
    },
    cost,
    latency,
    at,
  ];
}
