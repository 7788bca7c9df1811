import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { type ReactNode, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Placeholder } from "@/lib/api-types-mail";
import { showSample } from "../samples/insertion";
import { placeholderLabel } from "../samples/placeholder-label";
import { CUTS, complete, offer, openPlaceholder, verdictOn } from "./lengths";

const LONGEST = { subject: 500, preheader: 300 };
const MOST_OFFERED = 8;

type LineFieldProps = {
  field: keyof typeof LONGEST;
  input: RefObject<HTMLInputElement | null>;
  placeholders: readonly Placeholder[];
  /** Of the rendered text: that is what lists cut. */
  length: number;
  error: string | undefined;
  readOnly: boolean;
  /** Stands at the end of the line. */
  aside?: ReactNode;
  value: string;
  onChange: (text: string) => void;
  onFocus: () => void;
};

/** One line of a mail; behind `{{` it offers placeholders. */
export function LineField({
  field,
  input,
  placeholders,
  length,
  error,
  readOnly,
  aside,
  value,
  onChange,
  onFocus,
}: LineFieldProps) {
  const { t } = useTranslation("template-preview");
  const menu = useCombobox({ onDropdownClose: () => menu.resetSelectedOption() });
  const [cursor, setCursor] = useState(0);
  const typed = openPlaceholder(value, cursor)?.typed;
  const offered =
    typed === undefined
      ? []
      : offer(placeholders, typed, (each) => placeholderLabel(t, each)).slice(0, MOST_OFFERED);
  const follow = (element: HTMLInputElement) => {
    const at = element.selectionStart ?? element.value.length;
    setCursor(at);
    if (!readOnly && openPlaceholder(element.value, at)) {
      menu.openDropdown();
      menu.updateSelectedOptionIndex();
    } else menu.closeDropdown();
  };
  const put = (name: string) => {
    const next = complete(value, cursor, name);
    onChange(next.text);
    menu.closeDropdown();
    // The field has the new text only after it is drawn again.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  const room = CUTS[field];
  return (
    <Combobox store={menu} onOptionSubmit={put} withinPortal>
      <Combobox.Target withKeyboardNavigation={menu.dropdownOpened && offered.length > 0}>
        <TextInput
          ref={input}
          label={t(`template-checks:field.${field}`)}
          description={t(`length.${verdictOn(field, length)}`, {
            length,
            phone: room.phone,
            desktop: room.desktop,
          })}
          error={error}
          maxLength={LONGEST[field]}
          readOnly={readOnly}
          rightSection={aside}
          rightSectionPointerEvents="all"
          autoComplete="off"
          value={value}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            follow(event.currentTarget);
          }}
          onSelect={(event) => follow(event.currentTarget)}
          onFocus={onFocus}
          onBlur={() => menu.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={t("dock.placeholders")} mah={260} style={{ overflowY: "auto" }}>
          {offered.map((each) => (
            <Combobox.Option key={each.name} value={each.name}>
              <Text size="sm">{placeholderLabel(t, each)}</Text>
              <Text size="xs" c="dimmed" truncate>
                {each.name} · {showSample(each.sample)}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
