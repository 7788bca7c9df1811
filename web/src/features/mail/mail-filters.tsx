import { Pill, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MessageStatus } from "@/lib/api-types-mail";
import { MESSAGE_STATUSES } from "@/lib/choices-mail";
import { useCan, useMe } from "@/lib/session";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { campaignChoicesQuery, contactNameQuery, type MailFilters, providerChoicesQuery } from "./queries";

type MailFilterBarProps = { search: MailFilters; onSearch: (search: MailFilters) => void };

export function MailFilterBar({ search, onSearch }: MailFilterBarProps) {
  const { t } = useTranslation("mail");
  const { organization } = useMe();
  const mayManage = useCan("organization.manage");
  const change = (changed: MailFilters) => onSearch({ ...search, ...changed });
  return (
    <Toolbar>
      <SearchInput
        label={t("search")}
        value={search.q ?? ""}
        onChange={(q) => change({ q: q || undefined })}
      />
      <Select
        aria-label={t("column.status")}
        placeholder={t("any_status")}
        clearable
        w={170}
        value={search.status ?? null}
        onChange={(status) => change({ status: (status as MessageStatus | null) ?? undefined })}
        data={MESSAGE_STATUSES.map((value) => ({ value, label: t(`common:mail_status.${value}`) }))}
      />
      {organization && (
        <CampaignChoice value={search.campaign} onChange={(campaign) => change({ campaign })} />
      )}
      {mayManage && <ProviderChoice value={search.provider} onChange={(provider) => change({ provider })} />}
      {search.contact && <ContactPill id={search.contact} onRemove={() => change({ contact: undefined })} />}
    </Toolbar>
  );
}

type ChoiceProps = { value?: string; onChange: (value: string | undefined) => void };

function CampaignChoice({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation("mail");
  const { data = [] } = useQuery(campaignChoicesQuery);
  return (
    <Select
      aria-label={t("campaign")}
      placeholder={t("any_campaign")}
      clearable
      searchable
      nothingFoundMessage={t("common:list.no_matches")}
      w={200}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function ProviderChoice({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation("mail");
  const { data = [] } = useQuery(providerChoicesQuery);
  if (data.length === 0) return null;
  return (
    <Select
      aria-label={t("account")}
      placeholder={t("any_account")}
      clearable
      w={190}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function ContactPill({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { t } = useTranslation("mail");
  const { data } = useQuery(contactNameQuery(id));
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ "aria-label": t("common:list.clear_filters"), tabIndex: 0, "aria-hidden": false }}
    >
      {t("to_contact", { name: data?.full_name || data?.email || "…" })}
    </Pill>
  );
}
