import { Button, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MODEL_ICONS, ModelIcon } from "../model-icon";
import classes from "./model-form.module.css";

type IconPickerProps = { name: string; value: string; onChange: (icon: string) => void };

/** One of our icons, or up to three letters (an emoji counts as one). */
export function IconPicker({ name, value, onChange }: IconPickerProps) {
  const { t } = useTranslation("ai-models");
  const [opened, setOpened] = useState(false);
  const choose = (icon: string) => {
    onChange(icon);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ModelIcon icon={value} name={name || "?"} size="sm" />}
          pl={6}
          onClick={() => setOpened(!opened)}
        >
          {t("field.icon_choose")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.icons} role="radiogroup" aria-label={t("field.icon")}>
          {Object.entries(MODEL_ICONS).map(([key, Glyph]) => (
            <UnstyledButton
              key={key}
              role="radio"
              aria-checked={value === key}
              aria-label={t(`icon.${key}`)}
              title={t(`icon.${key}`)}
              className={classes.iconChoice}
              onClick={() => choose(key)}
            >
              <Glyph size={18} stroke={1.7} aria-hidden />
            </UnstyledButton>
          ))}
        </div>
        <TextInput
          mt="sm"
          label={t("field.icon_letters")}
          maxLength={8}
          value={value in MODEL_ICONS ? "" : value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
