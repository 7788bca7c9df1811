import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { formatMoney } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { ModelSelect } from "@/ui/ai/model-select";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import { NeedsModel } from "./needs-model";
import type { Generator } from "./use-generator";
import { canWrite } from "./writers";

/** Which model writes: whose it is, what it costs, what is left of it. */
export function ModelChoice({ generator }: { generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const { models, choices, key, model, choose } = generator;
  if (models.isPending) {
    return (
      <div aria-busy="true">
        <RowSkeleton rows={1} />
      </div>
    );
  }
  if (models.isError) return <ErrorState error={models.error} onRetry={() => models.refetch()} />;
  const writers = choices.filter(canWrite);
  return (
    <Stack gap="xs">
      <ModelSelect
        label={t("model.label")}
        models={choices}
        value={key}
        onChange={choose}
        note={(each) => (canWrite(each) ? "" : t("model.silent"))}
      />
      {model && <Facts model={model} />}
      {(!model || !canWrite(model)) && (
        <NeedsModel
          models={writers
            .filter(({ usable }) => usable)
            .map(({ model_type, id, ref, name }) => ({ model_type, id, ref, name }))}
          locked={writers.flatMap(({ name, refusal }) =>
            refusal
              ? [{ name, detail: refusal.detail, lifted_by: t(`ai:refusal.lift.${refusal.rule}`) }]
              : [],
          )}
          onChoose={choose}
        />
      )}
    </Stack>
  );
}

function Facts({ model }: { model: AiModel }) {
  const { t, i18n } = useTranslation("template-ai");
  const currency = useCurrency();
  const money = (amount: string | null) =>
    amount !== null && currency ? formatMoney(amount, currency, i18n.language) : null;
  const input = money(model.input_price_per_mtok);
  const output = money(model.output_price_per_mtok);
  if (model.refusal) return <RefusalNote refusal={model.refusal} />;
  if (!canWrite(model)) return null;
  return (
    <>
      <Text size="xs" c="dimmed">
        {t(`ai:tier.${model.model_type}`)}
        {" · "}
        {input && output ? t("model.price", { input, output }) : t("model.no_price")}
        {model.quotas.length === 0 && ` · ${t("model.no_limit")}`}
      </Text>
      {model.quotas.map((quota) => (
        <QuotaMeter key={`${quota.scope}:${quota.period_type}`} quota={quota} />
      ))}
    </>
  );
}
