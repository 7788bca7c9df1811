import { Drawer, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api";
import type { ModelType, WhoEntry } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { useMe } from "@/lib/session";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { SearchInput } from "@/ui/list/search-input";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import classes from "./models.module.css";
import { whoQuery } from "./queries";
import { WhyView } from "./why-view";

type WhoModel = { model_type: ModelType; id: number; name: string };
type WhoDrawerProps = { model: WhoModel; opened: boolean; onClose: () => void };

/** "Who can use this model?", and for each person "why not?". */
export function WhoDrawer({ model, opened, onClose }: WhoDrawerProps) {
  const { t } = useTranslation("ai-models");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={t("who.title", { name: model.name })}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {opened && <Who model={model} />}
    </Drawer>
  );
}

type Shown = "all" | "yes" | "no";

function Who({ model }: { model: WhoModel }) {
  const me = useMe();
  const outside = me.profile?.role === "superadmin" && !me.organization;
  const [organization, setOrganization] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const organization_id = organization ?? undefined;
  if (asked) return <WhyView model={model} profileId={asked} onBack={() => setAsked(null)} />;
  return (
    <Stack gap="md">
      {outside && <OrganizationSelect value={organization} onChange={setOrganization} />}
      {(!outside || organization) && (
        <People model={model} organizationId={organization_id} onAsk={setAsked} />
      )}
    </Stack>
  );
}

type PeopleProps = { model: WhoModel; organizationId?: string; onAsk: (profile: string) => void };

function People({ model, organizationId, onAsk }: PeopleProps) {
  const { t } = useTranslation("ai-models");
  const [q, setQ] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const people = useInfiniteQuery(
    whoQuery(model.model_type, model.id, {
      q: q || undefined,
      allowed: shown === "all" ? undefined : shown === "yes",
      organization_id: organizationId,
    }),
  );
  return (
    <>
      <Group gap="xs">
        <SearchInput label={t("who.search")} value={q} onChange={setQ} />
        <SegmentedControl
          size="xs"
          aria-label={t("who.shown")}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={(["all", "yes", "no"] as const).map((value) => ({ value, label: t(`who.${value}`) }))}
        />
      </Group>
      <ListState
        query={people}
        filtered={Boolean(q) || shown !== "all"}
        empty={<EmptyState icon={IconUsers} title={t("who.empty")} />}
      >
        {(items) => (
          <ul className={classes.people} aria-label={t("who.title", { name: model.name })}>
            {items.map((entry) => (
              <li key={entry.person.id}>
                <PersonLine entry={entry} onAsk={() => onAsk(entry.person.id)} />
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </>
  );
}

function PersonLine({ entry, onAsk }: { entry: WhoEntry; onAsk: () => void }) {
  const { t, i18n } = useTranslation("ai-models");
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <button type="button" className={classes.person} onClick={onAsk}>
      <PersonAvatar name={entry.person.full_name} />
      <span className={classes.personName}>
        <Text span size="sm" fw={560} display="block">
          {entry.person.full_name}
        </Text>
        <Text span size="xs" c="dimmed" display="block" className="fd-break">
          {t(`common:role.${entry.person.role}`)} · {entry.person.email}
        </Text>
        {!entry.allowed && entry.rule && (
          <Text span size="xs" c="dimmed" display="block">
            {t(`ai:refusal.rule.${entry.rule}`)}
          </Text>
        )}
      </span>
      <span className={classes.personState}>
        <StatusBadge tone={entry.allowed ? "good" : "quiet"}>
          {t(entry.allowed ? "who.yes" : "who.no")}
        </StatusBadge>
        <Text span size="xs" c="dimmed" className="fd-tabular">
          {typeof entry.limit === "number"
            ? t("who.used_of", { used: number(entry.tokens_used), limit: number(entry.limit) })
            : t("who.used", { used: number(entry.tokens_used) })}
        </Text>
      </span>
    </button>
  );
}

type OrganizationSelectProps = { value: string | null; onChange: (id: string | null) => void };

function OrganizationSelect({ value, onChange }: OrganizationSelectProps) {
  const { t } = useTranslation("ai-models");
  const organizations = useQuery({
    queryKey: ["organizations", "names"],
    queryFn: () => unwrap(api.GET("/api/organizations", { params: { query: { limit: 100 } } })),
  });
  return (
    <Select
      label={t("who.organization")}
      placeholder={t("who.choose_organization")}
      searchable
      data={(organizations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
