import { ActionIcon, TextInput } from "@mantine/core";
import { IconLink, IconLinkOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { joinSides, sidesOf } from "../look";
import classes from "../visual.module.css";
import { isLength, tidyLength } from "./fields";

type SidesFieldProps = { label: string; value: string; onChange: (value: string | undefined) => void };
const SIDES = ["top", "right", "bottom", "left"] as const;

/** Four lengths; linked, one of them counts for all. */
export function SidesField({ label, value, onChange }: SidesFieldProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly } = useSurroundings();
  const sides = sidesOf(value || "0");
  const [isLinked, setLinked] = useState(new Set(sides).size === 1);
  const [typed, setTyped] = useState<{ side: number; text: string } | null>(null);
  const set = (side: number, text: string) => {
    setTyped({ side, text });
    if (!isLength(text)) return;
    const length = tidyLength(text, "padding");
    onChange(joinSides(sides.map((each, at) => (isLinked || at === side ? length : each)) as typeof sides));
  };
  return (
    <fieldset className={classes.sides}>
      <legend>{label}</legend>
      {SIDES.map((name, side) => {
        const shown = typed?.side === side ? typed.text : (sides[side] ?? "0");
        return (
          <TextInput
            key={name}
            size="xs"
            aria-label={t(`value.${name}`)}
            title={t(`value.${name}`)}
            wrapperProps={{ "data-side": name }}
            disabled={readOnly}
            error={!isLength(shown)}
            value={shown}
            onChange={(event) => set(side, event.currentTarget.value)}
            onBlur={() => setTyped(null)}
          />
        );
      })}
      <ActionIcon
        size="sm"
        variant={isLinked ? "light" : "subtle"}
        color="gray"
        disabled={readOnly}
        aria-label={t("hint.linked")}
        aria-pressed={isLinked}
        onClick={() => setLinked(!isLinked)}
      >
        {isLinked ? <IconLink size={14} /> : <IconLinkOff size={14} />}
      </ActionIcon>
    </fieldset>
  );
}
