import {
  Button,
  Checkbox,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { discoverModels, importModels } from "@/lib/ai-registry";
import type { DiscoveredModel, ModelType, Provider } from "@/lib/api-types-ai";
import { PROVIDERS } from "@/lib/choices-ai";
import { formatCompact } from "@/lib/format";
import { FormError, notifyDone } from "../form/submit";
import { SearchInput } from "../list/search-input";
import classes from "./ai.module.css";
import { CapabilityBadges } from "./model-badges";
import { PROVIDER_FACTS } from "./model-form/providers";

type ImportDialogProps = { tier: ModelType; opened: boolean; onClose: () => void };

/** Asks a provider what models it has, and takes in those that are chosen. */
export function ImportDialog({ tier, opened, onClose }: ImportDialogProps) {
  const { t } = useTranslation("ai-models");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t("import.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ImportForm tier={tier} onClose={onClose} />
    </Modal>
  );
}

function ImportForm({ tier, onClose }: Omit<ImportDialogProps, "opened">) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const form = useForm({ initialValues: { provider: "openai" as Provider, endpoint: "", api_key: "" } });
  const { api_key, ...place } = form.values;
  const connection = { ...place, ...(api_key && { api_key }) };
  const find = useMutation({
    mutationFn: () => discoverModels({ ...connection, tier }),
    onSuccess: () => setChosen([]),
  });
  const take = useMutation({
    mutationFn: () => importModels(tier, { ...connection, models: chosen }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t("import.done", { count: chosen.length }));
      onClose();
    },
  });
  const facts = PROVIDER_FACTS[form.values.provider];
  return (
    <form onSubmit={form.onSubmit(() => find.mutate())} noValidate>
      <Stack gap="md">
        <div className={classes.importFields}>
          <Select
            label={t("field.provider")}
            data={PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) }))}
            {...form.getInputProps("provider")}
          />
          <TextInput
            label={t(form.values.provider === "bedrock" ? "field.region" : "field.endpoint")}
            placeholder={facts.endpoint}
            spellCheck={false}
            {...form.getInputProps("endpoint")}
          />
          <PasswordInput
            label={t("field.api_key")}
            placeholder={facts.key}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": t("field.show_key") }}
            {...form.getInputProps("api_key")}
          />
          <Button type="submit" variant={find.data ? "default" : "filled"} loading={find.isPending}>
            {t("find.action")}
          </Button>
        </div>
        <FormError error={find.error} />
        {find.data && <Found models={find.data} chosen={chosen} onChoose={setChosen} />}
        <FormError error={take.error} />
        {find.data && (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common:action.cancel")}
            </Button>
            <Button disabled={chosen.length === 0} loading={take.isPending} onClick={() => take.mutate()}>
              {t("import.submit", { count: chosen.length })}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

type FoundProps = { models: DiscoveredModel[]; chosen: string[]; onChoose: (ids: string[]) => void };

function Found({ models, chosen, onChoose }: FoundProps) {
  const { t, i18n } = useTranslation("ai-models");
  const [q, setQ] = useState("");
  const shown = models.filter((model) => model.model_id.toLowerCase().includes(q.toLowerCase()));
  const free = shown.filter((model) => !model.exists).map((model) => model.model_id);
  const all = free.length > 0 && free.every((id) => chosen.includes(id));
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  if (models.length === 0) return <Text size="sm">{t("import.none")}</Text>;
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <SearchInput label={t("import.search")} value={q} onChange={setQ} />
        <Text size="sm" c="dimmed" role="status">
          {t("find.found", { count: shown.length })}
        </Text>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className={classes.found} tabIndex={0} aria-label={t("import.list")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={40}>
                <Checkbox
                  aria-label={t("import.all")}
                  checked={all}
                  disabled={free.length === 0}
                  onChange={() =>
                    onChoose(
                      all ? chosen.filter((id) => !free.includes(id)) : [...new Set([...chosen, ...free])],
                    )
                  }
                />
              </Table.Th>
              <Table.Th>{t("column.model")}</Table.Th>
              <Table.Th ta="right">{t("column.context")}</Table.Th>
              <Table.Th ta="right">{t("column.price")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((model) => (
              <Table.Tr key={model.model_id}>
                <Table.Td>
                  <Checkbox
                    aria-label={model.model_id}
                    checked={model.exists || chosen.includes(model.model_id)}
                    disabled={model.exists}
                    onChange={() => toggle(model.model_id)}
                  />
                </Table.Td>
                <Table.Td className="fd-break">
                  <Text size="sm" fw={560}>
                    {model.model_id}
                  </Text>
                  {model.exists ? (
                    <Text size="xs" c="dimmed">
                      {t("import.exists")}
                    </Text>
                  ) : (
                    <CapabilityBadges capabilities={model.capabilities} />
                  )}
                </Table.Td>
                <Table.Td ta="right" className="fd-tabular">
                  {model.context_window ? formatCompact(model.context_window, i18n.language) : "–"}
                </Table.Td>
                <Table.Td ta="right" className="fd-tabular">
                  {model.input_price_per_mtok
                    ? `${Number(model.input_price_per_mtok)} / ${Number(model.output_price_per_mtok ?? 0)}`
                    : "–"}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </div>
  );
}
