import { Button, Group, Menu, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconPencil,
  IconTrash,
  IconUserPlus,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { AddSubscribers } from "./add-subscribers";
import { ListDialog } from "./list-dialog";
import {
  changeList,
  deleteList,
  KEY,
  listQuery,
  type MailListDetail,
  type SubscriberFilters,
} from "./queries";
import { SignUpPanel } from "./sign-up-panel";
import { SubscribersTable } from "./subscribers-table";

type ListPageProps = {
  id: string;
  search: SubscriberFilters;
  onSearch: (search: SubscriberFilters) => void;
};

export function ListPage({ id, search, onSearch }: ListPageProps) {
  const { t } = useTranslation("lists");
  const path = usePath();
  const mayManage = useCan("campaigns.manage");
  const list = useQuery(listQuery(id));
  if (list.isPending) return <PagePending />;
  if (list.error instanceof ApiError && list.error.status === 404) return <NotFoundPage />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  return (
    <Page
      title={list.data.name}
      description={list.data.description || undefined}
      back={{ to: path("/admin/contacts/lists"), label: t("title") }}
      badge={list.data.is_archived && <StatusBadge tone="quiet">{t("archived")}</StatusBadge>}
      actions={mayManage && <Actions list={list.data} />}
    >
      <Stack gap="lg">
        <SubscribersTable list={list.data} search={search} onSearch={onSearch} mayManage={mayManage} />
        {!list.data.is_archived && <SignUpPanel list={list.data} />}
      </Stack>
    </Page>
  );
}

function Actions({ list }: { list: MailListDetail }) {
  const { t } = useTranslation("lists");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [editing, edit] = useDisclosure(false);
  const [adding, add] = useDisclosure(false);
  const [deleting, remove] = useDisclosure(false);
  const archive = useMutation({
    mutationFn: () => changeList(list.id, { is_archived: !list.is_archived }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <Group gap="xs">
      {!list.is_archived && (
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={add.open}>
          {t("add_people")}
        </Button>
      )}
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={edit.open}>
        {t("common:action.edit")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t("common:list.actions_for", { name: list.name })}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={list.is_archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
            onClick={() => archive.mutate()}
          >
            {list.is_archived ? t("unarchive") : t("archive")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
            {t("common:action.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ListDialog list={list} opened={editing} onClose={edit.close} />
      <AddSubscribers list={list} opened={adding} onClose={add.close} />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        danger
        title={t("delete.title")}
        action={t("common:action.delete")}
        run={() => deleteList(list.id)}
        done={async () => {
          await navigate({ to: path("/admin/contacts/lists") });
          await client.invalidateQueries({ queryKey: KEY });
        }}
      >
        {t("delete.text", { name: list.name })}
      </ConfirmDialog>
    </Group>
  );
}
