import { Select, Stack, Switch, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { type ImportOptions, listChoicesQuery } from "./queries";

const MODES = ["fill", "overwrite", "never"] as const;
type Mode = (typeof MODES)[number];

export type Choices = {
  update_existing: Mode;
  list_id: string | null;
  double_opt_in: boolean;
  /** What they agreed to; empty: nothing is recorded. */
  consent: string;
};

export function toOptions(choices: Choices): ImportOptions {
  const text = choices.consent.trim();
  return {
    update_existing: choices.update_existing,
    double_opt_in: choices.double_opt_in,
    new_fields: true,
    consent: text ? { state: "granted", text } : null,
  };
}

type ImportOptionsFormProps = { choices: Choices; onChange: (choices: Choices) => void };

export function ImportOptionsForm({ choices, onChange }: ImportOptionsFormProps) {
  const { t } = useTranslation("imports");
  const maySubscribe = useCan("campaigns.manage");
  const lists = useQuery({ ...listChoicesQuery, enabled: maySubscribe });
  return (
    <Stack gap="md" maw={560}>
      <Select
        label={t("options.existing")}
        allowDeselect={false}
        data={MODES.map((value) => ({ value, label: t(`options.mode.${value}`) }))}
        value={choices.update_existing}
        onChange={(mode) => onChange({ ...choices, update_existing: (mode ?? "fill") as Mode })}
      />
      {maySubscribe && (
        <Select
          label={t("options.list")}
          description={t("options.list_hint")}
          clearable
          data={(lists.data ?? []).map((list) => ({ value: list.id, label: list.name }))}
          value={choices.list_id}
          onChange={(list) => onChange({ ...choices, list_id: list })}
        />
      )}
      {choices.list_id && (
        <Switch
          label={t("options.double_opt_in")}
          description={t("options.double_opt_in_hint")}
          checked={choices.double_opt_in}
          onChange={(event) => onChange({ ...choices, double_opt_in: event.currentTarget.checked })}
        />
      )}
      <Textarea
        label={t("options.consent")}
        description={t("options.consent_hint")}
        autosize
        minRows={2}
        value={choices.consent}
        onChange={(event) => onChange({ ...choices, consent: event.currentTarget.value })}
      />
    </Stack>
  );
}
