import { Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FilterField, Takes } from "./filter";
import { campaignChoicesQuery, listChoicesQuery } from "./queries";

type ValueInputProps = {
  type: string;
  takes: Takes;
  field: FilterField | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
};

const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What the operator wants, as its kind of field. */
export function ValueInput(props: ValueInputProps) {
  const { type, takes, value, onChange } = props;
  if (type === "mail") return <MailInput value={value} onChange={onChange} />;
  if (type === "mail_lists") return <ListsInput value={value} onChange={onChange} />;
  if (takes === "nothing") return null;
  if (takes === "days") return <Days value={value} onChange={(days) => onChange(days)} />;
  if (takes === "two") {
    const pair = Array.isArray(value) ? value : ["", ""];
    return (
      <Group gap={6} wrap="nowrap">
        <One {...props} part="from" value={pair[0]} onChange={(from) => onChange([from, pair[1]])} />
        <One {...props} part="to" value={pair[1]} onChange={(to) => onChange([pair[0], to])} />
      </Group>
    );
  }
  if (takes === "several") return <Several {...props} />;
  return <One {...props} />;
}

function One({ type, field, value, onChange, part }: ValueInputProps & { part?: "from" | "to" }) {
  const { t } = useTranslation("segments");
  const label = part ? t(`value.${part}`) : t("value.label");
  if (type === "number")
    return (
      <NumberInput
        aria-label={label}
        w={120}
        value={typeof value === "number" ? value : 0}
        onChange={(number) => onChange(Number(number) || 0)}
      />
    );
  if (type === "date")
    return (
      <TextInput
        type="date"
        aria-label={label}
        value={String(value ?? "")}
        onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
      />
    );
  if (field && field.choices.length > 0)
    return <Choice field={field} label={label} value={value} onChange={onChange} />;
  return (
    <TextInput
      aria-label={label}
      placeholder={field?.examples[0] === undefined ? undefined : String(field.examples[0])}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function useChoiceData(field: FilterField) {
  const { t } = useTranslation("segments");
  return field.choices.map((value) => ({
    value,
    label: value === "" ? t("choice.none") : t(`choice.${value}`),
  }));
}

type ChoiceProps = {
  field: FilterField;
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

function Choice({ field, label, value, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      w={{ base: "100%", xs: 180 }}
      data={useChoiceData(field)}
      value={String(value ?? "")}
      onChange={(choice) => onChange(choice ?? "")}
    />
  );
}

function Choices({ field, label, value, onChange }: ChoiceProps) {
  return (
    <MultiSelect
      aria-label={label}
      w={{ base: "100%", xs: 260 }}
      data={useChoiceData(field)}
      value={asTexts(value)}
      onChange={onChange}
    />
  );
}

function Several({ type, field, value, onChange }: ValueInputProps) {
  const { t } = useTranslation("segments");
  if (field && field.choices.length > 0)
    return <Choices field={field} label={t("value.label")} value={value} onChange={onChange} />;
  return (
    <TagsInput
      aria-label={t("value.label")}
      placeholder={t("value.several")}
      w={{ base: "100%", xs: 260 }}
      data={type === "list" || !field ? [] : field.examples.map(String)}
      value={asTexts(value)}
      onChange={onChange}
    />
  );
}

function Days({ value, onChange }: { value: unknown; onChange: (days: number) => void }) {
  const { t } = useTranslation("segments");
  return (
    <NumberInput
      aria-label={t("value.days")}
      suffix={` ${t("value.days_unit")}`}
      w={130}
      min={1}
      max={36500}
      value={typeof value === "number" ? value : 30}
      onChange={(days) => onChange(Math.max(1, Number(days) || 1))}
    />
  );
}

function ListsInput({ value, onChange }: Pick<ValueInputProps, "value" | "onChange">) {
  const { t } = useTranslation("segments");
  const lists = useQuery(listChoicesQuery);
  return (
    <MultiSelect
      aria-label={t("value.lists")}
      placeholder={t("value.lists")}
      w={{ base: "100%", xs: 260 }}
      searchable
      data={(lists.data ?? []).map((list) => ({ value: list.id, label: list.name }))}
      value={asTexts(value)}
      onChange={onChange}
    />
  );
}

type Mail = { campaign_id?: string | null; days?: number | null };

function MailInput({ value, onChange }: Pick<ValueInputProps, "value" | "onChange">) {
  const { t } = useTranslation("segments");
  const campaigns = useQuery(campaignChoicesQuery);
  const mail: Mail = typeof value === "object" && value !== null ? (value as Mail) : {};
  return (
    <Group gap={6}>
      <Select
        aria-label={t("value.campaign")}
        placeholder={t("value.any_campaign")}
        clearable
        searchable
        w={{ base: "100%", xs: 220 }}
        data={(campaigns.data ?? []).map((campaign) => ({ value: campaign.id, label: campaign.name }))}
        value={mail.campaign_id ?? null}
        onChange={(campaign) => onChange({ ...mail, campaign_id: campaign ?? undefined })}
      />
      <NumberInput
        aria-label={t("value.within_days")}
        placeholder={t("value.ever")}
        suffix={` ${t("value.days_unit")}`}
        w={130}
        min={1}
        max={36500}
        value={mail.days ?? ""}
        onChange={(days) => onChange({ ...mail, days: Number(days) >= 1 ? Number(days) : undefined })}
      />
    </Group>
  );
}
