import { ActionIcon, Button, Group, Select, Text } from "@mantine/core";
import { IconCoins, IconPencil, IconPlus, IconRestore } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ModelPrice, Provider } from "@/lib/api-types-ai";
import { ALL_PROVIDERS } from "@/lib/choices-ai";
import { formatMoney } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { Mark } from "@/ui/ai/model-badges";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { PriceDialog } from "./price-dialog";
import { deletePrice, type PriceFilters, pricesQuery } from "./queries";

/** What tokens cost where a model says nothing itself; corrections go before what ships. */
export function PricesPanel() {
  const { t } = useTranslation("ai-models");
  const [filters, setFilters] = useState<PriceFilters>({});
  const [editing, setEditing] = useState<Partial<ModelPrice> | null>(null);
  const prices = useInfiniteQuery(pricesQuery(filters));
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t("prices.search")}
          value={filters.q ?? ""}
          onChange={(q) => setFilters({ ...filters, q: q || undefined })}
        />
        <Select
          aria-label={t("filter.provider")}
          placeholder={t("filter.any_provider")}
          clearable
          w={190}
          value={filters.provider ?? null}
          onChange={(provider) =>
            setFilters({ ...filters, provider: (provider as Provider | null) ?? undefined })
          }
          data={ALL_PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) }))}
        />
        <Button
          ml="auto"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing({})}
        >
          {t("prices.add")}
        </Button>
      </Toolbar>
      <Text size="xs" c="dimmed" px="lg" pb="sm">
        {t("prices.text")}
      </Text>
      <DataTable
        label={t("tab.prices")}
        query={prices}
        columns={useColumns(setEditing)}
        rowKey={(row) => `${row.provider}/${row.model_id}/${row.host}`}
        filtered={Boolean(filters.q || filters.provider)}
        onClearFilters={() => setFilters({})}
        empty={<EmptyState icon={IconCoins} title={t("prices.empty")} />}
      />
      <PriceDialog price={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function useColumns(edit: (price: ModelPrice) => void): Column<ModelPrice>[] {
  const { t } = useTranslation("ai-models");
  return [
    {
      key: "model",
      header: t("column.model"),
      render: (row) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {row.model_id}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`provider.${row.provider}`)} {row.host}
          </Text>
        </div>
      ),
    },
    {
      key: "input",
      header: t("prices.input"),
      align: "right",
      render: (row) => <Amount amount={row.input_price_per_mtok} />,
    },
    {
      key: "output",
      header: t("prices.output"),
      align: "right",
      render: (row) => <Amount amount={row.output_price_per_mtok} />,
    },
    {
      key: "source",
      header: t("prices.source"),
      render: (row) =>
        row.source === "override" ? (
          <Mark tone="brass">{t("prices.corrected")}</Mark>
        ) : (
          <Mark>{t("prices.shipped")}</Mark>
        ),
    },
    { key: "do", header: "", align: "right", render: (row) => <PriceActions row={row} edit={edit} /> },
  ];
}

function Amount({ amount }: { amount: string | null }) {
  const { i18n } = useTranslation();
  const currency = useCurrency();
  if (amount === null) return <>–</>;
  return (
    <span className="fd-tabular">{currency ? formatMoney(amount, currency, i18n.language) : amount}</span>
  );
}

function PriceActions({ row, edit }: { row: ModelPrice; edit: (price: ModelPrice) => void }) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const tellError = useNotifyError();
  const undo = useMutation({
    mutationFn: (id: number) => deletePrice(id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ai-prices"] });
      notifyDone(t("prices.undone", { name: row.model_id }));
    },
    onError: tellError,
  });
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("prices.edit", { name: row.model_id })}
        onClick={() => edit(row)}
      >
        <IconPencil size={16} />
      </ActionIcon>
      {row.id && (
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={undo.isPending}
          aria-label={t("prices.undo", { name: row.model_id })}
          onClick={() => row.id && undo.mutate(row.id)}
        >
          <IconRestore size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
