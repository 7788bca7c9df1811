import { Anchor, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { listsOfQuery } from "./queries";

const TONES = { subscribed: "good", pending: "busy", unsubscribed: "quiet" } as const;

/** The lists that this contact is on, asked for, or left. */
export function ListsPanel({ id }: { id: string }) {
  const { t } = useTranslation("contacts");
  const path = usePath();
  const lists = useQuery(listsOfQuery(id));
  if (!lists.data || lists.data.length === 0) return null;
  return (
    <Surface title={t("lists.title")}>
      <Stack gap="xs">
        {lists.data.map((list) => (
          <Group key={list.list_id} justify="space-between" gap="xs">
            <Anchor
              size="sm"
              className="fd-break"
              component={Link}
              to={path(`/admin/contacts/lists/${list.list_id}`)}
            >
              {list.name}
            </Anchor>
            <StatusBadge tone={TONES[list.state]}>{t(`lists.${list.state}`)}</StatusBadge>
          </Group>
        ))}
      </Stack>
    </Surface>
  );
}
