import { ActionIcon, Button, ColorSwatch, Group, Popover, Tooltip } from "@mantine/core";
import { IconTypography } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { BRAND_COLOR, paletteOf } from "../inspector/colors";
import { fill } from "../samples";

/** Colour of the selected words: the organisation's own and quiet ones. */
export function TextColor({ writer, current }: { writer: Editor; current: string | null }) {
  const { t } = useTranslation("template-visual");
  const { brand, samples } = useSurroundings();
  const [opened, setOpened] = useState(false);
  const choose = (color: string | null) => {
    const chain = writer.chain().focus();
    if (color) chain.setMark("color", { color }).run();
    else chain.unsetMark("color").run();
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} withinPortal position="bottom">
      <Popover.Target>
        <Tooltip label={t("text.color")}>
          <ActionIcon
            size="md"
            variant={current ? "light" : "subtle"}
            color="gray"
            aria-label={t("text.color")}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOpened((open) => !open)}
          >
            <IconTypography size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Group gap={6} maw="12rem">
          {[BRAND_COLOR, ...paletteOf(brand)].map((color) => (
            <ColorSwatch
              key={color}
              component="button"
              type="button"
              size={22}
              color={fill(color, samples) || "#888888"}
              aria-label={color === BRAND_COLOR ? t("color.brand") : color}
              aria-pressed={current === color}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(color)}
            />
          ))}
        </Group>
        <Button size="compact-xs" variant="default" mt="xs" fullWidth onClick={() => choose(null)}>
          {t("text.no_color")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
