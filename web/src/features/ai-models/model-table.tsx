import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RegistryModel } from "@/lib/api-types-ai";
import { formatMoney } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCurrency } from "@/lib/use-currency";
import { CapabilityBadges, ModelBadges } from "@/ui/ai/model-badges";
import { ModelIcon } from "@/ui/ai/model-icon";
import { type Column, DataTable } from "@/ui/list/data-table";
import type { PagedResult } from "@/ui/list/list-state";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { modelHome } from "./homes";
import { LimitText } from "./model-cards";
import { ModelMenu } from "./model-menu";

export function ModelTable({ query }: { query: PagedResult<RegistryModel> }) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  return (
    <Surface flush>
      <DataTable
        label={t("system.title")}
        query={query}
        columns={useColumns()}
        rowKey={(model) => String(model.id)}
        rowLink={(model) => path(`${modelHome("system")}/${model.id}`)}
        empty={null}
      />
    </Surface>
  );
}

function useColumns(): Column<RegistryModel>[] {
  const { t } = useTranslation("ai-models");
  return [
    { key: "name", header: t("column.model"), render: (model) => <ModelName model={model} /> },
    {
      key: "access",
      header: t("column.access"),
      render: (model) => <ModelBadges model={model} />,
    },
    {
      key: "can",
      header: t("column.can"),
      secondary: true,
      render: (model) => <CapabilityBadges capabilities={model.capabilities} />,
    },
    {
      key: "limit",
      header: t("column.limit"),
      render: (model) => (
        <Text size="xs">
          <LimitText model={model} />
        </Text>
      ),
    },
    {
      key: "price",
      header: t("column.price"),
      secondary: true,
      align: "right",
      render: (model) => <Price model={model} />,
    },
    {
      key: "status",
      width: "9rem",
      header: t("column.status"),
      render: (model) => (
        <StatusBadge tone={model.is_active ? "good" : "quiet"}>
          {t(model.is_active ? "status.active" : "status.inactive")}
        </StatusBadge>
      ),
    },
    { key: "menu", header: "", align: "right", render: (model) => <ModelMenu model={model} tier="system" /> },
  ];
}

function ModelName({ model }: { model: RegistryModel }) {
  const { t } = useTranslation("ai-models");
  return (
    <Group gap="sm" wrap="nowrap">
      <ModelIcon icon={model.icon} name={model.name} size="sm" dimmed={!model.is_active} />
      <div className="fd-break">
        <Text size="sm" fw={560}>
          {model.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`provider.${model.provider}`)} · {model.model_id}
        </Text>
      </div>
    </Group>
  );
}

function Price({ model }: { model: RegistryModel }) {
  const { i18n } = useTranslation();
  const currency = useCurrency();
  const { input_price_per_mtok: asked, output_price_per_mtok: answered } = model;
  if (!currency || asked === null) return <>–</>;
  return (
    <Text size="xs" className="fd-tabular">
      {formatMoney(asked, currency, i18n.language)} / {formatMoney(answered ?? 0, currency, i18n.language)}
    </Text>
  );
}
