import { Autocomplete, Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { discoverModels } from "@/lib/ai-registry";
import { useErrorText } from "../../form/error-text";
import type { SectionProps } from "./connection-section";
import { PROVIDER_FACTS } from "./providers";
import { toConnection } from "./values";

/** The provider's name for the model; its own list is a click away and fills in what it tells. */
export function ModelIdField({ form, tier, model }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const describe = useErrorText();
  const { provider } = form.values;
  const facts = PROVIDER_FACTS[provider];
  const find = useMutation({
    mutationFn: () => discoverModels({ ...toConnection(form.values), tier, id: model?.id }),
  });
  const choose = (id: string) => {
    form.setFieldValue("model_id", id);
    const found = find.data?.find((each) => each.model_id === id);
    if (!found) return;
    if (found.context_window) form.setFieldValue("context_window", found.context_window);
    if (found.capabilities.length > 0) form.setFieldValue("capabilities", found.capabilities);
    if (!form.values.name) form.setFieldValue("name", found.name || id);
  };
  return (
    <div>
      <Autocomplete
        size="sm"
        label={t("field.model_id")}
        description={t(provider === "azure" ? "field.model_id_azure" : "field.model_id_hint")}
        placeholder={facts.model}
        required
        disabled={provider === "builtin"}
        spellCheck={false}
        limit={60}
        data={[...new Set((find.data ?? []).map((each) => each.model_id))]}
        {...form.getInputProps("model_id")}
        onChange={choose}
      />
      {facts.lists && (
        <Group gap="xs" mt={6}>
          <Button variant="default" size="compact-sm" loading={find.isPending} onClick={() => find.mutate()}>
            {t("find.action")}
          </Button>
          <Text size="xs" c={find.error ? "red" : "dimmed"} flex={1} role="status">
            {find.error ? describe(find.error) : find.data && t("find.found", { count: find.data.length })}
          </Text>
        </Group>
      )}
    </div>
  );
}
