import { ActionIcon, Button, Group, Popover, Stack, Tooltip } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AddressField } from "../inspector/address-field";
import { addressProblem } from "../inspector/addresses";

/** Sets or removes the link of the selected words. */
export function LinkButton({ writer, isOn }: { writer: Editor; isOn: boolean }) {
  const { t } = useTranslation("template-visual");
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const open = () => {
    writer.chain().focus().extendMarkRange("link").run();
    setAddress(String(writer.getAttributes("link").href ?? ""));
    setOpened(true);
  };
  const apply = () => {
    const href = address.trim();
    const { attributes = {} } = writer.getAttributes("link");
    const chain = writer.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetMark("link").run();
    else if (writer.state.selection.empty && !isOn) {
      const content = { type: "text", text: href, marks: [{ type: "link", attrs: { href } }] };
      writer.chain().focus().insertContent(content).run();
    } else chain.setMark("link", { href, attributes }).run();
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withinPortal width={320} position="bottom">
      <Popover.Target>
        <Tooltip label={t("text.link")}>
          <ActionIcon
            size="md"
            variant={isOn ? "light" : "subtle"}
            color={isOn ? "pine" : "gray"}
            aria-label={t("text.link")}
            aria-pressed={isOn}
            onMouseDown={(event) => event.preventDefault()}
            onClick={open}
          >
            <IconLink size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!addressProblem(address)) apply();
          }}
        >
          <Stack gap="xs">
            <AddressField
              label={t("text.address")}
              value={address}
              onChange={(value) => setAddress(value ?? "")}
            />
            <Group justify="flex-end" gap="xs">
              {isOn && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    writer.chain().focus().extendMarkRange("link").unsetMark("link").run();
                    setOpened(false);
                  }}
                >
                  {t("text.unlink")}
                </Button>
              )}
              <Button size="compact-sm" type="submit">
                {t("text.set_link")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
