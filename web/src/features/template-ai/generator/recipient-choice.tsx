import { Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { contactsQuery } from "../queries";
import { type Contact, dataOf, factsOf, toldAtFirst } from "./recipient";
import { ToldFacts } from "./told-facts";
import type { Generator } from "./use-generator";

/** Whom it is written for, and exactly what the model is told of them. */
export function RecipientChoice({ generator }: { generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const mayRead = useCan("contacts.read");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({ ...contactsQuery(q), enabled: mayRead });
  const [contact, pick] = useState<Contact | null>(null);
  const { set, config } = generator;
  if (!mayRead) return <Text size="sm">{t("recipient.refused")}</Text>;
  const offered = found.data ?? [];
  const known = contact && !offered.some(({ id }) => id === contact.id) ? [contact, ...offered] : offered;
  return (
    <>
      <Select
        label={t("recipient.label")}
        placeholder={t("recipient.placeholder")}
        nothingFoundMessage={t("recipient.nobody")}
        searchable
        searchValue={words}
        onSearchChange={setWords}
        // The server has searched already, in addresses too.
        filter={({ options }) => options}
        value={contact?.id ?? null}
        onChange={(id) => {
          const next = known.find((each) => each.id === id) ?? null;
          const all = next ? factsOf(next) : [];
          pick(next);
          set({ facts: dataOf(all, toldAtFirst(all, config?.recipient_fields ?? [])) });
        }}
        data={known.map(({ id, full_name, email }) => ({
          value: id,
          label: full_name ? `${full_name} <${email}>` : email,
        }))}
      />
      {contact && <ToldFacts facts={factsOf(contact)} generator={generator} />}
    </>
  );
}
