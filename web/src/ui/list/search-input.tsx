import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

type SearchInputProps = {
  /** The search in force, usually from the address. */
  value: string;
  /** Called 250 ms after the last key. */
  onChange: (value: string) => void;
  label: string;
};

export function SearchInput({ value, onChange, label }: SearchInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const report = useRef(onChange);
  report.current = onChange;

  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  useEffect(() => {
    if (typed === sent.current) return;
    const timer = window.setTimeout(() => {
      sent.current = typed;
      report.current(typed);
    }, 250);
    return () => window.clearTimeout(timer);
  }, [typed]);

  return (
    <TextInput
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={t("list.clear_search")} onClick={() => setTyped("")} />
      }
      w={{ base: "100%", sm: 280 }}
    />
  );
}
