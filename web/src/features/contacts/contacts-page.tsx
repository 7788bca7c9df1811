import { Button, Group, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAddressBook, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ConsentState, Contact } from "@/lib/api-types";
import { CONSENT_STATES } from "@/lib/choices";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { PersonName } from "@/ui/person/person-name";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { ConsentBadge } from "./consent-badge";
import { ContactDialog } from "./contact-dialog";
import { type ContactFilters, contactsQuery } from "./queries";

type ContactsPageProps = { search: ContactFilters; onSearch: (search: ContactFilters) => void };

export function ContactsPage({ search, onSearch }: ContactsPageProps) {
  const { t } = useTranslation("contacts");
  const path = usePath();
  const navigate = useNavigate();
  const mayManage = useCan("contacts.manage");
  const [opened, { open, close }] = useDisclosure(false);
  const contacts = useInfiniteQuery(contactsQuery(search));
  const add = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={add}>
      <SectionTabs section="audience" current="contacts" />
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          <Select
            aria-label={t("purpose.marketing_mail")}
            placeholder={t("any_consent")}
            clearable
            w={210}
            value={search.consent ?? null}
            onChange={(consent) =>
              onSearch({ ...search, consent: (consent as ConsentState | null) ?? undefined })
            }
            data={CONSENT_STATES.map((value) => ({ value, label: t(`consent_filter.${value}`) }))}
          />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={contacts}
          columns={useColumns()}
          rowKey={(contact) => contact.id}
          rowLink={(contact) => path(`/admin/contacts/${contact.id}`)}
          filtered={Boolean(search.q || search.consent)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconAddressBook} title={t("empty.title")} action={add}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
      <ContactDialog
        opened={opened}
        onClose={close}
        onSaved={(contact) => navigate({ to: path(`/admin/contacts/${contact.id}`) })}
      />
    </Page>
  );
}

function useColumns(): Column<Contact>[] {
  const { t } = useTranslation("contacts");
  return [
    { key: "name", header: t("common:field.name"), render: (contact) => <ContactName contact={contact} /> },
    { key: "phone", header: t("field.phone"), secondary: true, render: (contact) => contact.phone || "–" },
    {
      key: "consent",
      header: t("purpose.marketing_mail"),
      render: (contact) => (
        <Group gap={6}>
          <ConsentBadge state={contact.consent.marketing_mail.state} />
          {contact.suppression.suppressed && <StatusBadge tone="attention">{t("suppressed")}</StatusBadge>}
        </Group>
      ),
    },
    { key: "changed", header: t("changed_at"), render: (contact) => <Time at={contact.updated_at} /> },
  ];
}

function ContactName({ contact }: { contact: Contact }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <PersonAvatar name={contact.full_name || contact.email} />
      <PersonName name={contact.full_name} email={contact.email} />
    </Group>
  );
}
