import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { organizationChoicesQuery } from "./queries";

type OrganizationSelectProps = Omit<SelectProps, "data" | "onChange" | "value"> & {
  value: string | null;
  /** The chosen one's name, where it may not be among those just searched for. */
  name?: string;
  onChange: (id: string | null) => void;
};

export function OrganizationSelect({ value, name, onChange, ...props }: OrganizationSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 200);
  // What the field shows of a choice is no search.
  const found = useQuery({
    ...organizationChoicesQuery(q === name ? "" : q),
    placeholderData: keepPreviousData,
  });
  const rows = (found.data ?? []).map((row) => ({ value: row.id, label: row.name }));
  const known = value && name && !rows.some((row) => row.value === value) ? [{ value, label: name }] : [];
  return (
    <Select
      searchable
      clearable
      data={[...known, ...rows]}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      nothingFoundMessage={found.isFetching ? t("list.loading") : t("list.no_matches")}
      value={value}
      onChange={onChange}
      {...props}
    />
  );
}
