import { Loader, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { contactsQuery } from "../queries";

type ContactPickerProps = { value: string | undefined; onChange: (id: string | undefined) => void };

/** Whose name and fields a test shows. Without a choice, those of who sends it. */
export function ContactPicker({ value, onChange }: ContactPickerProps) {
  const { t } = useTranslation("campaigns");
  const [words, setWords] = useState("");
  const [asked] = useDebouncedValue(words, 250);
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  // While the field shows the choice, its text is no search.
  const q = asked === chosen?.label ? "" : asked;
  const found = useQuery({ ...contactsQuery(q), placeholderData: keepPreviousData });
  const choices = (found.data?.items ?? []).map(({ id, full_name, email }) => ({
    value: id,
    label: full_name ? `${full_name} <${email}>` : email,
  }));
  const isListed = !chosen || choices.some((each) => each.value === chosen.value);
  return (
    <Select
      label={t("test.as")}
      description={t("test.as_hint")}
      placeholder={t("test.as_me")}
      searchable
      clearable
      data={isListed ? choices : [chosen, ...choices]}
      // The server has searched already, also by what the label does not show.
      filter={({ options }) => options}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
      nothingFoundMessage={t("common:list.no_matches")}
      value={value ?? null}
      onSearchChange={setWords}
      onChange={(id, option) => {
        setChosen(option ?? undefined);
        onChange(id ?? undefined);
      }}
    />
  );
}
