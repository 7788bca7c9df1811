import { NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MailPlaceholder } from "@/lib/api-types-compose";
import { isFilled } from "./draft";
import { ListField } from "./list-field";
import type { Compose } from "./use-compose";
import type { Problems } from "./use-sending";

type PlaceholderFieldsProps = { compose: Compose; problems: Problems; onEdit: (field: string) => void };

/** What the template takes, with what is known of the recipient already in it. */
export function PlaceholderFields({ compose, problems, onEdit }: PlaceholderFieldsProps) {
  const { t } = useTranslation("compose");
  const { draft, change, preview } = compose;
  const placeholders = preview.shown?.placeholders ?? [];
  if (placeholders.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("values.none")}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {placeholders.map((placeholder) => (
        <ValueField
          key={placeholder.name}
          placeholder={placeholder}
          value={draft.values[placeholder.name] ?? placeholder.value}
          isKnown={draft.values[placeholder.name] === undefined && isFilled(placeholder.value)}
          error={problems[`value.${placeholder.name}`]}
          onChange={(value) => {
            onEdit(`value.${placeholder.name}`);
            change({ values: { ...draft.values, [placeholder.name]: value } });
          }}
        />
      ))}
    </Stack>
  );
}

export type ValueFieldProps = {
  placeholder: MailPlaceholder;
  value: unknown;
  /** It stands at the contact; nobody typed it here. */
  isKnown: boolean;
  error: string | undefined;
  onChange: (value: unknown) => void;
};

const LONG = 60;

function ValueField({ placeholder, value, isKnown, error, onChange }: ValueFieldProps) {
  const { t } = useTranslation("compose");
  const { kind, required, sample, name } = placeholder;
  const label = t(`template-preview:placeholder.${name.replaceAll(".", "_")}`, {
    defaultValue: placeholder.label,
  });
  const hint = typeof sample === "string" || typeof sample === "number" ? String(sample) : "";
  const common = {
    label,
    withAsterisk: required,
    error,
    description: isKnown ? t("values.from_contact") : undefined,
  };
  if (kind === "list" || kind === "object") {
    return <ListField {...common} sample={sample} value={value} onChange={onChange} />;
  }
  if (kind === "number") {
    return (
      <NumberInput
        {...common}
        placeholder={hint}
        value={typeof value === "number" ? value : ""}
        onChange={(typed) => onChange(typeof typed === "number" ? typed : "")}
      />
    );
  }
  const text = isFilled(value) ? String(value) : "";
  const shared = { ...common, placeholder: hint.split("\n")[0]?.slice(0, 120), value: text };
  if (hint.includes("\n") || hint.length > LONG || text.includes("\n")) {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={3}
        maxRows={14}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (kind === "datetime") return <MomentField {...common} value={text} onChange={onChange} />;
  return (
    <TextInput
      {...shared}
      type={kind === "url" ? "url" : "text"}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type MomentFieldProps = {
  label: string;
  withAsterisk: boolean;
  error: string | undefined;
  description: string | undefined;
  value: string;
  onChange: (value: string) => void;
};

/** A moment with its zone, as templates take it; shown and typed on one's own clock. */
function MomentField({ value, onChange, ...common }: MomentFieldProps) {
  const moment = value ? new Date(value) : null;
  const isRead = moment !== null && !Number.isNaN(moment.getTime());
  return (
    <TextInput
      {...common}
      type="datetime-local"
      maw="18rem"
      value={isRead ? onOwnClock(moment) : ""}
      onChange={(event) => {
        const typed = new Date(event.currentTarget.value);
        onChange(Number.isNaN(typed.getTime()) ? "" : typed.toISOString());
      }}
    />
  );
}

function onOwnClock(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
