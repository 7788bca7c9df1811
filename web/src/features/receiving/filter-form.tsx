import { Button, Group, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FilterAction, FilterCondition, MailFilter, MailFilterInput } from "@/lib/api-types-inbox";
import { FILTER_ACTIONS } from "@/lib/choices-inbox";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { ConditionRow } from "./condition-row";
import { conditionsOf, EMPTY } from "./conditions";
import { FilterTry } from "./filter-try";
import { changeFilter, createFilter, filtersQuery } from "./queries";

const MAX_CONDITIONS = 20;
const FIELDS = ["name", "action", "value"];

type FilterFormProps = { filter?: MailFilter; onClose: () => void };

export function FilterForm({ filter, onClose }: FilterFormProps) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const form = useForm<Values>({
    initialValues: initialValues(filter),
    validate: {
      name: (name) => (name.trim() ? null : t("common:error.required")),
      value: (value, { action }) => (action === "drop" || value.trim() ? null : t("common:error.required")),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) =>
      filter
        ? changeFilter(filter.id, { ...toInput(values), version: filter.version })
        : createFilter(toInput(values)),
    done: async (saved) => {
      await client.invalidateQueries({ queryKey: filtersQuery.queryKey });
      notifyDone(t("filter.saved", { name: saved.name }));
      onClose();
    },
  });
  const { items, action } = form.values;
  const errorOf = (index: number, name: string) =>
    form.errors[`conditions.items.${index}.${name}`] as string | undefined;
  const known = items.flatMap((_, index) => [
    `conditions.items.${index}.value`,
    `conditions.items.${index}.header`,
  ]);
  return (
    <form onSubmit={onSubmit} noValidate aria-label={filter?.name ?? t("filter.add")}>
      <Stack gap="md">
        <TextInput label={t("filter.name")} required maxLength={120} {...form.getInputProps("name")} />
        <Stack gap="xs">
          <Group gap="xs">
            <Text size="sm" fw={560}>
              {t("filter.when")}
            </Text>
            <SegmentedControl
              size="xs"
              aria-label={t("filter.match")}
              data={(["all", "any"] as const).map((value) => ({ value, label: t(`match.${value}`) }))}
              {...form.getInputProps("match")}
            />
          </Group>
          {items.map((condition, index) => (
            <ConditionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other name, and their order is kept
              key={index}
              number={index + 1}
              condition={condition}
              errors={{
                value: errorOf(index, "value") ?? errorOf(index, ""),
                header: errorOf(index, "header"),
              }}
              onChange={(changed) => form.replaceListItem("items", index, changed)}
              onRemove={items.length > 1 ? () => form.removeListItem("items", index) : undefined}
            />
          ))}
          <Group>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              disabled={items.length >= MAX_CONDITIONS}
              onClick={() => form.insertListItem("items", EMPTY)}
            >
              {t("filter.add_condition")}
            </Button>
          </Group>
        </Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Select
            label={t("filter.then")}
            description={t(`action_help.${action}`)}
            allowDeselect={false}
            data={FILTER_ACTIONS.map((value) => ({ value, label: t(`action.${value}`) }))}
            {...form.getInputProps("action")}
          />
          {action !== "drop" && (
            <TextInput
              label={action === "tag" ? t("filter.tag") : t("filter.place")}
              description={action === "tag" ? t("filter.tag_help") : t("filter.place_help")}
              required
              maxLength={80}
              {...form.getInputProps("value")}
            />
          )}
        </SimpleGrid>
        <FilterTry draft={toInput(form.values)} />
        <FormError error={mutation.error} fields={[...FIELDS, ...known]} />
        <FormActions
          mutation={mutation}
          label={filter ? t("common:action.save") : t("filter.create")}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

type Values = {
  name: string;
  match: "all" | "any";
  items: FilterCondition[];
  action: FilterAction;
  value: string;
};

function initialValues(filter?: MailFilter): Values {
  const { match = "all", items } = filter ? conditionsOf(filter) : { items: [EMPTY] };
  return {
    name: filter?.name ?? "",
    match,
    items,
    action: filter?.action ?? "tag",
    value: filter?.value ?? "",
  };
}

function toInput({ name, match, items, action, value }: Values): MailFilterInput {
  return { name, conditions: { match, items }, action, value: action === "drop" ? "" : value };
}
