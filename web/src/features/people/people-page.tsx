import { Badge, Button, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { InvitationsTable } from "./invitations-table";
import { InviteDialog } from "./invite-dialog";
import { PeopleTable } from "./people-table";
import { type PeopleFilters, pendingInvitationsQuery } from "./queries";

export type PeopleSearch = PeopleFilters & { tab?: "invitations" };
type PeoplePageProps = { search: PeopleSearch; onSearch: (search: PeopleSearch) => void };

export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const { t } = useTranslation("people");
  const mayManage = useCan("people.manage");
  const [opened, { open, close }] = useDisclosure(false);
  const pending = useQuery({ ...pendingInvitationsQuery, enabled: mayManage }).data ?? 0;
  return (
    <Page
      title={t("title")}
      description={t("text")}
      actions={
        mayManage && (
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
            {t("invite.open")}
          </Button>
        )
      }
    >
      <Tabs value={search.tab ?? "people"} onChange={(tab) => onSearch(tab === "invitations" ? { tab } : {})}>
        {mayManage && (
          <Tabs.List mb="md">
            <Tabs.Tab value="people">{t("tab.people")}</Tabs.Tab>
            <Tabs.Tab value="invitations" rightSection={pending > 0 && <Badge size="sm">{pending}</Badge>}>
              {t("tab.invitations")}
            </Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="people">
          <Surface flush>
            <PeopleTable search={search} onSearch={onSearch} mayManage={mayManage} />
          </Surface>
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <Surface flush>
            <InvitationsTable onInvite={open} />
          </Surface>
        </Tabs.Panel>
      </Tabs>
      <InviteDialog opened={opened} onClose={close} />
    </Page>
  );
}
