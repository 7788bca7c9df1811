import { Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ModelPrice, Provider } from "@/lib/api-types-ai";
import { ALL_PROVIDERS } from "@/lib/choices-ai";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { putPrice } from "./queries";

type PriceDialogProps = {
  /** Empty for a price the table does not have yet; null while closed. */
  price: Partial<ModelPrice> | null;
  onClose: () => void;
};

export function PriceDialog({ price, onClose }: PriceDialogProps) {
  const { t } = useTranslation("ai-models");
  return (
    <Modal
      opened={price !== null}
      onClose={onClose}
      title={price?.model_id ? t("prices.edit", { name: price.model_id }) : t("prices.add")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {price && <PriceForm price={price} onClose={onClose} />}
    </Modal>
  );
}

type Values = {
  provider: Provider;
  model_id: string;
  input_price_per_mtok: string | number;
  output_price_per_mtok: string | number;
};
const FIELDS = ["provider", "model_id", "input_price_per_mtok", "output_price_per_mtok"] as const;

function PriceForm({ price, onClose }: { price: Partial<ModelPrice>; onClose: () => void }) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const fixed = price.model_id !== undefined;
  const required = (value: string | number) => (value === "" ? t("common:error.required") : null);
  const form = useForm<Values>({
    initialValues: {
      provider: price.provider ?? "openai",
      model_id: price.model_id ?? "",
      input_price_per_mtok: price.input_price_per_mtok ?? "",
      output_price_per_mtok: price.output_price_per_mtok ?? "",
    },
    validate: { model_id: required, input_price_per_mtok: required, output_price_per_mtok: required },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values: Values) =>
      putPrice({
        ...values,
        input_price_per_mtok: String(values.input_price_per_mtok),
        output_price_per_mtok: String(values.output_price_per_mtok),
      }),
    done: async (_, values) => {
      await client.invalidateQueries({ queryKey: ["ai-prices"] });
      notifyDone(t("prices.saved", { name: values.model_id }));
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Select
          label={t("field.provider")}
          disabled={fixed}
          data={ALL_PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) }))}
          {...form.getInputProps("provider")}
        />
        <TextInput
          label={t("field.model_id")}
          description={fixed ? undefined : t("prices.model_id_hint")}
          disabled={fixed}
          spellCheck={false}
          {...form.getInputProps("model_id")}
        />
        <SimpleGrid cols={2}>
          {(["input_price_per_mtok", "output_price_per_mtok"] as const).map((field) => (
            <NumberInput
              key={field}
              size="sm"
              label={t(`field.${field}`)}
              min={0}
              decimalScale={6}
              data-autofocus={field === "input_price_per_mtok" || undefined}
              {...form.getInputProps(field)}
            />
          ))}
        </SimpleGrid>
        <FormError error={mutation.error} fields={FIELDS} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
