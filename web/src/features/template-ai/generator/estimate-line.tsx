import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { EstimateInput } from "@/lib/api-types-mail-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { ApiError } from "@/lib/problem";
import { useCurrency } from "@/lib/use-currency";
import { useErrorText } from "@/ui/form/error-text";
import { estimateQuery } from "../queries";
import type { Generator } from "./use-generator";
import { canWrite } from "./writers";

const REST = 600;

/** What it takes at most, before anything is asked. */
export function EstimateLine({ generator: { estimate, model } }: { generator: Generator }) {
  const [settled] = useDebouncedValue(JSON.stringify(estimate), REST);
  if (!model || !canWrite(model) || settled === "null") return null;
  return <Estimated body={JSON.parse(settled) as EstimateInput} />;
}

function Estimated({ body }: { body: EstimateInput }) {
  const { t, i18n } = useTranslation("template-ai");
  const describe = useErrorText();
  const currency = useCurrency();
  const { data, error } = useQuery(estimateQuery(body));
  if (error) {
    const words = error instanceof ApiError ? error.errors.map(({ message }) => message).join(" ") : "";
    return (
      <Text size="xs" c="red" role="status">
        {words || describe(error)}
      </Text>
    );
  }
  if (!data) return null;
  const number = (value: number) => formatNumber(value, i18n.language);
  const cost =
    data.cost_max !== null && currency ? formatMoney(data.cost_max, currency, i18n.language) : null;
  const tokens = data.prompt_tokens + data.max_tokens;
  const isTooMuch = data.remaining_quota !== null && data.remaining_quota < tokens;
  return (
    <Text size="xs" c="dimmed" role="status" className="fd-tabular">
      {t("estimate.tokens", { prompt: number(data.prompt_tokens), answer: number(data.max_tokens) })}{" "}
      {cost ? t("estimate.cost", { cost }) : t("estimate.no_price")}{" "}
      {data.remaining_quota !== null && t("estimate.left", { left: number(data.remaining_quota) })}{" "}
      {isTooMuch && t("estimate.too_much")}
    </Text>
  );
}
