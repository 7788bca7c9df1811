import { Button, Menu, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconEraser, IconMailPlus, IconPencil, IconSend, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/lib/addresses";
import type { Contact } from "@/lib/api-types";
import { isLocale, LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { BestHourPanel } from "./best-hour-panel";
import { ConsentPanel } from "./consent-panel";
import classes from "./contact.module.css";
import { ContactDialog } from "./contact-dialog";
import { EraseDialog } from "./erase-dialog";
import { ListsPanel } from "./lists-panel";
import { contactQuery, deleteContact } from "./queries";
import { TimelinePanel } from "./timeline-panel";

export function ContactPage({ id }: { id: string }) {
  const contact = useQuery(contactQuery(id));
  if (contact.isPending) return <PagePending />;
  if (contact.error instanceof ApiError && contact.error.status === 404) return <NotFoundPage />;
  if (!contact.data) return <ErrorState error={contact.error} onRetry={() => contact.refetch()} />;
  return <Loaded contact={contact.data} />;
}

function Loaded({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const path = usePath();
  const mayManage = useCan("contacts.manage");
  return (
    <Page
      title={contact.full_name || contact.email}
      description={contact.full_name ? contact.email : undefined}
      back={{ to: path("/admin/contacts"), label: t("title") }}
      badge={contact.suppression.suppressed && <StatusBadge tone="attention">{t("suppressed")}</StatusBadge>}
      actions={mayManage && <ContactActions contact={contact} />}
    >
      <div className={classes.columns}>
        <Stack gap="lg">
          <Surface title={t("details")}>
            <Details contact={contact} />
          </Surface>
          <ConsentPanel contact={contact} mayManage={mayManage} />
          <ListsPanel id={contact.id} />
          <BestHourPanel id={contact.id} />
        </Stack>
        <TimelinePanel id={contact.id} />
      </div>
    </Page>
  );
}

function ContactActions({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const maySend = useCan("mail.send");
  const [editing, edit] = useDisclosure(false);
  const [deleting, remove] = useDisclosure(false);
  const [erasing, erase] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={edit.open}>
        {t("common:action.edit")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            px="xs"
            aria-label={t("common:list.actions_for", { name: contact.full_name || contact.email })}
          >
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {maySend && (
            <Menu.Item
              component={Link}
              to={path("/admin/mail/new")}
              search={{ to: addressOf(contact) } as never}
              leftSection={<IconMailPlus size={16} aria-hidden />}
            >
              {t("write_mail")}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            to={path("/admin/mail")}
            search={{ contact: contact.id } as never}
            leftSection={<IconSend size={16} aria-hidden />}
          >
            {t("mail_sent")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
            {t("common:action.delete")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconEraser size={16} aria-hidden />} onClick={erase.open}>
            {t("erase.action")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EraseDialog contact={contact} opened={erasing} onClose={erase.close} />
      <ContactDialog contact={contact} opened={editing} onClose={edit.close} />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        danger
        title={t("delete.title")}
        action={t("common:action.delete")}
        run={() => deleteContact(contact.id)}
        done={async () => {
          await navigate({ to: path("/admin/contacts") });
          await client.invalidateQueries({ queryKey: ["contacts"] });
        }}
      >
        {t("delete.text", { name: contact.full_name || contact.email })}
      </ConfirmDialog>
    </>
  );
}

function Details({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const facts: [string, React.ReactNode][] = [
    [t("common:field.email"), contact.email],
    [t("field.phone"), contact.phone],
    [t("common:field.language"), isLocale(contact.locale) ? LOCALE_NAMES[contact.locale] : contact.locale],
    [t("common:field.timezone"), contact.timezone],
    [t("field.added"), <Time key="added" at={contact.created_at} mode="absolute" />],
    ...Object.entries(contact.fields).map(([key, value]): [string, React.ReactNode] => [
      key,
      Array.isArray(value) ? value.join(", ") : String(value ?? ""),
    ]),
  ];
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} verticalSpacing="sm" m={0}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} className="fd-break">
            {value || "–"}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
