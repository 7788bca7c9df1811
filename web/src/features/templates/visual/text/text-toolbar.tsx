import { ActionIcon, Menu, Select, TextInput, Tooltip } from "@mantine/core";
import {
  IconAlignCenter,
  IconAlignLeft,
  IconAlignRight,
  IconBold,
  IconBraces,
  IconClearFormatting,
  IconItalic,
  IconList,
  IconListNumbers,
  IconStrikethrough,
  IconUnderline,
} from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { snippetFor } from "../../samples/insertion";
import { useSurroundings } from "../context";
import { usePicked } from "../store";
import { find } from "../tree";
import classes from "../visual.module.css";
import { LinkButton } from "./link-button";
import { TextColor } from "./text-color";
import { insertSnippet } from "./text-editor";

const LEVELS = ["0", "1", "2", "3"] as const;

/** What can be done to the text that is being written in. */
export function TextToolbar({ writer }: { writer: Editor }) {
  const { t } = useTranslation("template-visual");
  const now = useEditorState({ editor: writer, selector: ({ editor }) => stateOf(editor) });
  const chain = () => writer.chain().focus();
  return (
    <div role="toolbar" aria-label={t("text.toolbar")} className={classes.textBar}>
      <Select
        size="xs"
        w="7.5rem"
        aria-label={t("text.level")}
        comboboxProps={{ withinPortal: true }}
        value={String(now.level)}
        data={LEVELS.map((value) => ({ value, label: t(`text.level_${value}`) }))}
        onChange={(value) => {
          const level = Number(value);
          if (level === 0) chain().setParagraph().run();
          else
            chain()
              .setHeading({ level: level as 1 | 2 | 3 })
              .run();
        }}
      />
      <Toggle icon={IconBold} label={t("text.bold")} on={now.bold} run={() => chain().toggleBold().run()} />
      <Toggle
        icon={IconItalic}
        label={t("text.italic")}
        on={now.italic}
        run={() => chain().toggleItalic().run()}
      />
      <Toggle
        icon={IconUnderline}
        label={t("text.underline")}
        on={now.underline}
        run={() => chain().toggleUnderline().run()}
      />
      <Toggle
        icon={IconStrikethrough}
        label={t("text.strike")}
        on={now.strike}
        run={() => chain().toggleStrike().run()}
      />
      <LinkButton writer={writer} isOn={now.link} />
      <TextColor writer={writer} current={now.color} />
      <Toggle
        icon={IconList}
        label={t("text.bullets")}
        on={now.bullets}
        run={() => chain().toggleBulletList().run()}
      />
      <Toggle
        icon={IconListNumbers}
        label={t("text.numbers")}
        on={now.numbers}
        run={() => chain().toggleOrderedList().run()}
      />
      <Alignment />
      <Toggle
        icon={IconClearFormatting}
        label={t("text.clear")}
        run={() => chain().unsetAllMarks().clearNodes().run()}
      />
      <PlaceholderMenu writer={writer} />
      {now.liquid !== null && (
        <TextInput
          size="xs"
          flex="1 1 10rem"
          aria-label={t("text.liquid")}
          value={now.liquid}
          onChange={(event) =>
            writer.commands.updateAttributes("liquid", { code: event.currentTarget.value })
          }
        />
      )}
    </div>
  );
}

function stateOf(editor: Editor) {
  const { selection } = editor.state;
  const node =
    "node" in selection ? (selection.node as { type: { name: string }; attrs: { code: string } }) : null;
  return {
    level: editor.isActive("heading") ? Number(editor.getAttributes("heading").level) : 0,
    bold: editor.isActive("bold"),
    italic: editor.isActive("italic"),
    underline: editor.isActive("underline"),
    strike: editor.isActive("strike"),
    link: editor.isActive("link"),
    bullets: editor.isActive("bulletList"),
    numbers: editor.isActive("orderedList"),
    color: (editor.getAttributes("color").color as string | undefined) ?? null,
    liquid: node?.type.name === "liquid" ? node.attrs.code : null,
  };
}

type ToggleProps = {
  icon: ComponentType<{ size?: number }>;
  label: string;
  on?: boolean;
  run: () => void;
};

export function Toggle({ icon: Icon, label, on, run }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="md"
        variant={on ? "light" : "subtle"}
        color={on ? "pine" : "gray"}
        aria-label={label}
        aria-pressed={on}
        // The text keeps its selection.
        onMouseDown={(event) => event.preventDefault()}
        onClick={run}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

/** The whole text's alignment: in mail it belongs to the block. */
function Alignment() {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  const id = usePicked(({ editing }) => editing);
  const align = usePicked(({ design, editing }) => {
    const node = editing ? find(design, editing) : null;
    return node?.kind === "leaf" ? node.attributes.align : undefined;
  });
  if (!id) return null;
  const sides = { left: IconAlignLeft, center: IconAlignCenter, right: IconAlignRight } as const;
  return (["left", "center", "right"] as const).map((side) => (
    <Toggle
      key={side}
      icon={sides[side]}
      label={t(`value.${side}`)}
      on={align === side}
      run={() => actions.setAttributes(id, { align: side })}
    />
  ));
}

function PlaceholderMenu({ writer }: { writer: Editor }) {
  const { t } = useTranslation("template-visual");
  const { samples } = useSurroundings();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size="md"
          variant="subtle"
          color="gray"
          aria-label={t("text.placeholder")}
          onMouseDown={(event) => event.preventDefault()}
        >
          <IconBraces size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="18rem" className={classes.scrolls}>
        {[...samples.values()].map(({ name, label, kind }) => (
          <Menu.Item key={name} onClick={() => insertSnippet(writer, snippetFor(name, kind))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
