import { Button, ColorPicker, ColorSwatch, Popover, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { fill } from "../samples";
import classes from "../visual.module.css";
import { BRAND_COLOR, BRAND_TEXT_COLOR, isColor, paletteOf, tidyColor } from "./colors";

type ColorFieldProps = { label: string; value: string; onChange: (value: string | undefined) => void };

/** A colour by its digits, from the organisation's own, or as its placeholder, so that it changes with the brand. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const { t } = useTranslation("template-visual");
  const { samples, brand, readOnly } = useSurroundings();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value;
  const drawn = fill(value, samples) || "transparent";
  const choose = (color: string) => {
    setTyped(null);
    onChange(color);
  };
  return (
    <TextInput
      size="xs"
      label={label}
      readOnly={readOnly}
      value={shown}
      placeholder={t("color.none")}
      error={shown.trim() !== "" && !isColor(shown) && t("color.wrong")}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (!text.trim()) onChange(undefined);
        else if (isColor(text) && !/^[a-z]{1,2}$/i.test(text)) onChange(tidyColor(text));
      }}
      onBlur={() => {
        if (typed !== null && isColor(tidyColor(typed))) onChange(tidyColor(typed));
        setTyped(null);
      }}
      leftSection={
        <Popover opened={opened} onChange={setOpened} withinPortal trapFocus position="left-start">
          <Popover.Target>
            <button
              type="button"
              className={classes.swatch}
              disabled={readOnly}
              aria-label={t("color.open", { label })}
              onClick={() => setOpened((open) => !open)}
            >
              <ColorSwatch color={drawn} size={16} />
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <Stack gap="xs" w="13rem">
              <ColorPicker
                fullWidth
                size="xs"
                format="hex"
                value={/^#/.test(drawn) ? drawn : "#000000"}
                onChange={choose}
                swatches={paletteOf(brand)}
                saturationLabel={t("color.saturation")}
                hueLabel={t("color.hue")}
              />
              <Button size="compact-xs" variant="default" onClick={() => choose(BRAND_COLOR)}>
                {t("color.brand")}
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => choose(BRAND_TEXT_COLOR)}>
                {t("color.brand_text")}
              </Button>
            </Stack>
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
