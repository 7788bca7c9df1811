import { ActionIcon, Group, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  type Condition,
  type FilterFields,
  firstValue,
  newCondition,
  operatorsOf,
  takesOf,
  withFieldOf,
} from "./filter";
import { ValueInput } from "./value-input";

type ConditionRowProps = {
  condition: Condition;
  fields: FilterFields;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
};

export function ConditionRow({ condition, fields: offered, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation("segments");
  const fields = withFieldOf(offered, condition);
  const field = fields.fields.find((each) => each.name === condition.field);
  const type = condition.type ?? field?.type ?? "text";
  const takes = takesOf(fields, type, condition.operator);
  const operators = operatorsOf(fields, field, type);
  const chooseOperator = (operator: string) => {
    const next = takesOf(fields, type, operator);
    const value = next === takes ? condition.value : firstValue(type, next, field);
    onChange({ ...condition, operator, value });
  };
  return (
    <Group gap="xs" align="flex-start" wrap="wrap">
      <Select
        aria-label={t("field_label")}
        searchable
        allowDeselect={false}
        w={{ base: "100%", xs: 200 }}
        data={useFieldChoices(fields)}
        value={condition.field}
        onChange={(name) => name && onChange(newCondition(fields, name))}
      />
      {field?.is_own && (
        <Select
          aria-label={t("type_label")}
          allowDeselect={false}
          w={{ base: "100%", xs: 110 }}
          data={fields.own_types.map((value) => ({ value, label: t(`type.${value}`) }))}
          value={type}
          onChange={(value) => value && onChange(newCondition(fields, condition.field, value))}
        />
      )}
      <Select
        aria-label={t("operator_label")}
        allowDeselect={false}
        w={{ base: "100%", xs: 190 }}
        data={operators.map((value) => ({ value, label: t(`operator.${value}`) }))}
        value={condition.operator}
        onChange={(value) => value && chooseOperator(value)}
      />
      {/* On a telephone the button stays beside the value, and with its own condition. */}
      <Group gap="xs" align="flex-start" wrap="nowrap" w={{ base: "100%", xs: "auto" }}>
        <ValueInput
          type={type}
          takes={takes}
          field={field}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("remove_condition")}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function useFieldChoices(fields: FilterFields) {
  const { t } = useTranslation("segments");
  const label = (name: string) => {
    const key = name.replace(".", "_");
    return t(`field.${key}`);
  };
  const behaviour = new Set(["mail", "mail_lists"]);
  const shown = fields.fields.filter((field) => !field.is_own);
  const isDeed = (name: string, type: string) => behaviour.has(type) || name.startsWith("last_");
  const group = (title: string, items: { value: string; label: string }[]) => ({ group: title, items });
  return [
    group(
      t("group.contact"),
      shown
        .filter((field) => !isDeed(field.name, field.type))
        .map((field) => ({ value: field.name, label: label(field.name) })),
    ),
    group(
      t("group.behaviour"),
      shown
        .filter((field) => isDeed(field.name, field.type))
        .map((field) => ({ value: field.name, label: label(field.name) })),
    ),
    group(
      t("group.own"),
      fields.fields
        .filter((field) => field.is_own)
        .map((field) => ({ value: field.name, label: field.name.replace("fields.", "") })),
    ),
  ].filter((each) => each.items.length > 0);
}
