import { Fieldset, NumberInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { placeholderLabel } from "./placeholder-label";
import { groupByObject, readValue, valueAt } from "./sample";
import classes from "./samples.module.css";
import type { FilledPlaceholder, Sample } from "./use-sample";

/** One field for each placeholder of the type, fit for what it holds. */
export function SampleForm({ sample }: { sample: Sample }) {
  const { t } = useTranslation("template-preview");
  return (
    <Stack gap="md" maw="34rem">
      {groupByObject(sample.placeholders).map(([group, placeholders]) => (
        <Fieldset key={group} legend={t(`group.${group}`, { defaultValue: group })}>
          <Stack gap="sm">
            {placeholders.map((placeholder) => (
              <ValueField
                key={placeholder.name}
                placeholder={placeholder}
                value={valueAt(sample.values, placeholder.name)}
                onChange={(value) => sample.change(placeholder.name, value)}
              />
            ))}
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  );
}

type ValueFieldProps = { placeholder: FilledPlaceholder; value: unknown; onChange: (value: unknown) => void };

function ValueField({ placeholder, value, onChange }: ValueFieldProps) {
  const { t } = useTranslation("template-preview");
  const { kind, name, required } = placeholder;
  const isEmpty = value === undefined || value === null;
  const common = {
    label: placeholderLabel(t, placeholder),
    description: name,
    withAsterisk: required,
    error: placeholder.isMissing ? t("data.missing") : undefined,
  };
  if (kind === "list" || kind === "object")
    return <JsonField {...common} value={value} onChange={onChange} />;
  if (kind === "number") {
    return (
      <NumberInput
        {...common}
        value={typeof value === "number" ? value : ""}
        onChange={(typed) => onChange(typeof typed === "number" ? typed : null)}
      />
    );
  }
  const text = isEmpty ? "" : String(value);
  const isDamaged = kind === "datetime" && text !== "" && Number.isNaN(Date.parse(text));
  if (text.includes("\n") || text.length > 80) {
    return (
      <Textarea {...common} autosize value={text} onChange={(event) => onChange(event.currentTarget.value)} />
    );
  }
  return (
    <TextInput
      {...common}
      type={kind === "url" ? "url" : "text"}
      error={isDamaged ? t("data.no_time") : common.error}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type JsonFieldProps = {
  label: string;
  description: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** A list or an object as JSON; what cannot be read stays in the field and changes nothing. */
function JsonField({ value, onChange, ...field }: JsonFieldProps) {
  const { t } = useTranslation("template-preview");
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? null : readValue(typed);
  const isOvertaken = read && "value" in read && JSON.stringify(read.value) !== JSON.stringify(value ?? null);
  return (
    <Textarea
      {...field}
      classNames={{ input: classes.json }}
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      error={
        read &&
        "line" in read &&
        (read.line ? t("data.broken_at", { line: read.line }) : t("data.broken_value"))
      }
      // Another set, or the reset, brings a value that was not typed here.
      value={typed === null || isOvertaken ? JSON.stringify(value ?? null, null, 2) : typed}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const now = readValue(text);
        if ("value" in now) onChange(now.value);
      }}
    />
  );
}
