import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dataOf, type Fact } from "./recipient";
import type { Generator } from "./use-generator";

/** Exactly what the model is told of a recipient, each of it for a person to take back. */
export function ToldFacts({ facts, generator }: { facts: readonly Fact[]; generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const { order, set, model } = generator;
  return (
    <Checkbox.Group
      label={t("recipient.told")}
      description={t("recipient.told_hint", { model: model?.name ?? "" })}
      value={Object.keys(order.facts)}
      onChange={(names) => set({ facts: dataOf(facts, names) })}
    >
      {facts.map(({ name, value }) => (
        <Checkbox key={name} mt={6} size="xs" value={name} label={`${name}: ${value}`} />
      ))}
    </Checkbox.Group>
  );
}
