import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api";
import { useCan, useMe } from "@/lib/session";

export const MOST_RECIPIENTS = 10;
const MOST_FOUND = 8;

type TestRecipientsProps = {
  value: string[];
  onChange: (addresses: string[]) => void;
  error?: string | null;
};

/** Oneself, people and contacts of the organisation, as far as one may see them. Tests go to nobody else. */
export function TestRecipients({ value, onChange, error }: TestRecipientsProps) {
  const { t } = useTranslation("template-preview");
  const me = useMe().profile;
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 200);
  const people = usePeople(q);
  const contacts = useContacts(q);
  const own = me ? [{ value: me.email, label: t("test.myself", { email: me.email }) }] : [];
  const others = people.filter(({ value: address }) => address !== me?.email);
  const listed = new Set([...own, ...others, ...contacts].map((each) => each.value));
  const strangers = contacts.filter(({ value: address }) => !others.some((each) => each.value === address));
  return (
    <MultiSelect
      label={t("test.to")}
      description={t("test.hint")}
      data-autofocus
      // Oneself is chosen already: a list that opens by itself would lie over the button.
      openOnFocus={false}
      searchable
      hidePickedOptions
      maxValues={MOST_RECIPIENTS}
      nothingFoundMessage={t("test.nobody")}
      searchValue={words}
      onSearchChange={setWords}
      value={value}
      onChange={onChange}
      error={error}
      // The server has searched already, in names too.
      filter={({ options, search }) => (search.trim() === q ? options : [])}
      data={[
        ...(own.length > 0 && matches(own[0]?.label ?? "", q) ? [{ group: t("test.you"), items: own }] : []),
        ...(others.length > 0 ? [{ group: t("test.people"), items: others }] : []),
        ...(strangers.length > 0 ? [{ group: t("test.contacts"), items: strangers }] : []),
        ...(value.some((address) => !listed.has(address))
          ? [{ group: t("test.chosen"), items: value.filter((address) => !listed.has(address)) }]
          : []),
      ]}
    />
  );
}

function matches(text: string, q: string): boolean {
  return text.toLowerCase().includes(q.toLowerCase());
}

type Choice = { value: string; label: string };

function named({ full_name, email }: { full_name: string; email: string }): Choice {
  return { value: email, label: full_name ? `${full_name} <${email}>` : email };
}

function usePeople(q: string): Choice[] {
  const enabled = useCan("people.read");
  const found = useQuery({
    queryKey: ["people", "test-recipients", q],
    queryFn: () => unwrap(api.GET("/api/people", { params: { query: { q, limit: MOST_FOUND } } })),
    enabled,
    placeholderData: (before) => before,
  });
  return (found.data?.items ?? []).map(named);
}

function useContacts(q: string): Choice[] {
  const enabled = useCan("contacts.read");
  const found = useQuery({
    queryKey: ["contacts", "test-recipients", q],
    queryFn: () => unwrap(api.GET("/api/contacts", { params: { query: { q, limit: MOST_FOUND } } })),
    enabled,
    placeholderData: (before) => before,
  });
  return (found.data?.items ?? []).map(named);
}
