import { ActionIcon, NumberInput, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FilterCondition, FilterField, FilterOperator } from "@/lib/api-types-inbox";
import { FILTER_FIELDS, RECEIVED_KINDS } from "@/lib/choices-inbox";
import { isYesOrNo, onField, operatorsOf } from "./conditions";
import classes from "./receiving.module.css";

type ConditionRowProps = {
  condition: FilterCondition;
  number: number;
  errors: { value?: string; header?: string };
  onChange: (condition: FilterCondition) => void;
  onRemove?: () => void;
};

export function ConditionRow({ condition, number, errors, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation("receiving");
  const { field, operator } = condition;
  return (
    <div className={classes.condition}>
      <Select
        aria-label={t("condition_row.field", { number })}
        allowDeselect={false}
        value={field}
        onChange={(value) => onChange(onField(condition, value as FilterField))}
        data={FILTER_FIELDS.map((value) => ({ value, label: t(`filter_field.${value}`) }))}
      />
      <Select
        aria-label={t("condition_row.operator", { number })}
        allowDeselect={false}
        value={operator}
        onChange={(value) => onChange({ ...condition, operator: value as FilterOperator })}
        data={operatorsOf(field).map((value) => ({ value, label: t(`operator.${value}`) }))}
      />
      <Value condition={condition} number={number} error={errors.value} onChange={onChange} />
      {onRemove ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("condition_row.remove", { number })}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
      {field === "header" && (
        <TextInput
          className={classes.header}
          aria-label={t("condition_row.header")}
          placeholder="X-Priority"
          value={condition.header}
          error={errors.header}
          onChange={(event) => onChange({ ...condition, header: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

type ValueProps = Pick<ConditionRowProps, "condition" | "number" | "onChange"> & { error?: string };

function Value({ condition, number, error, onChange }: ValueProps) {
  const { t } = useTranslation("receiving");
  const label = t("condition_row.value", { number });
  const set = (value: string) => onChange({ ...condition, value });
  if (isYesOrNo(condition.field) || condition.field === "kind") {
    const choices = isYesOrNo(condition.field)
      ? (["yes", "no"] as const).map((value) => ({ value: value as string, label: t(`answer.${value}`) }))
      : RECEIVED_KINDS.map((value) => ({ value: value as string, label: t(`inbox:kind.${value}`) }));
    return (
      <Select
        aria-label={label}
        allowDeselect={false}
        value={condition.value || null}
        error={error}
        onChange={(value) => set(value ?? "")}
        data={choices}
      />
    );
  }
  if (condition.field === "size_kb") {
    return (
      <NumberInput
        aria-label={label}
        suffix=" kB"
        min={0}
        allowDecimal={false}
        value={condition.value}
        error={error}
        onChange={(value) => set(String(value))}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={condition.field === "authentication" ? "pass, fail, none" : undefined}
      value={condition.value}
      error={error}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
