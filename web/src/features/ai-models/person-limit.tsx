import { ActionIcon, NumberInput } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type PersonLimitProps = {
  name: string;
  /** Tokens per person and period; null: no limit. */
  value: number | null;
  busy: boolean;
  error?: string;
  onSave: (value: number | null) => void;
};

/** The limit per person; what is typed counts once it is sent off with Enter or the tick. */
export function PersonLimit({ name, value, busy, error, onSave }: PersonLimitProps) {
  const { t } = useTranslation("ai-models");
  const [typed, setTyped] = useState<number | string>(value ?? "");
  const wanted = typed === "" ? null : Number(typed);
  const changed = wanted !== value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) onSave(wanted);
      }}
    >
      <NumberInput
        size="xs"
        label={t("managed.limit")}
        aria-label={t("managed.limit_of", { name })}
        placeholder={t("field.no_limit")}
        hideControls
        min={0}
        allowDecimal={false}
        thousandSeparator=" "
        value={typed}
        onChange={setTyped}
        error={error}
        rightSection={
          changed && (
            <ActionIcon
              type="submit"
              size="sm"
              variant="light"
              loading={busy}
              aria-label={t("managed.save_limit", { name })}
            >
              <IconCheck size={14} />
            </ActionIcon>
          )
        }
      />
    </form>
  );
}
