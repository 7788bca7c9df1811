import { ActionIcon, Popover, SegmentedControl, Select, Stack, Switch } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { SearchInput } from "@/ui/list/search-input";
import classes from "./inbox.module.css";
import { type InboxFilters, tagsQuery } from "./queries";

const STATES = ["open", "archived", "all"] as const;
const KINDS = ["conversation", "campaign_reply"] as const;

type ThreadFiltersProps = {
  search: InboxFilters;
  onSearch: (search: InboxFilters) => void;
};

export function ThreadFilters({ search, onSearch }: ThreadFiltersProps) {
  const { t } = useTranslation("inbox");
  const change = (changed: InboxFilters) => onSearch({ ...search, ...changed });
  return (
    <div className={classes.filters}>
      <div className={classes.searching}>
        <SearchInput
          label={t("search")}
          value={search.q ?? ""}
          onChange={(q) => change({ q: q || undefined })}
        />
        <MoreFilters search={search} onChange={change} />
      </div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("filter.state")}
        value={search.state ?? "open"}
        onChange={(value) =>
          change({ state: value === "open" ? undefined : (value as InboxFilters["state"]) })
        }
        data={STATES.map((value) => ({ value, label: t(`filter.${value}`) }))}
      />
    </div>
  );
}

type MoreFiltersProps = {
  search: InboxFilters;
  onChange: (changed: InboxFilters) => void;
};

function MoreFilters({ search, onChange }: MoreFiltersProps) {
  const { t } = useTranslation("inbox");
  const set = [search.unread, search.kind, search.tag].filter(Boolean).length;
  const { data: carried = [] } = useQuery(tagsQuery);
  const tags = new Set([...carried, ...(search.tag ? [search.tag] : [])]);
  return (
    <Popover position="bottom-end" withArrow shadow="md" width={260} trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={set > 0 ? "light" : "default"}
          size={36}
          aria-label={set > 0 ? t("filter.set", { count: set }) : t("filter.more")}
        >
          <IconFilter size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Switch
            label={t("filter.unread")}
            checked={Boolean(search.unread)}
            onChange={(event) => onChange({ unread: event.currentTarget.checked ? "yes" : undefined })}
          />
          <Select
            label={t("filter.kind")}
            placeholder={t("filter.any")}
            clearable
            comboboxProps={{ withinPortal: false }}
            value={search.kind ?? null}
            onChange={(kind) => onChange({ kind: (kind as InboxFilters["kind"] | null) ?? undefined })}
            data={KINDS.map((value) => ({ value, label: t(`filter.${value}`) }))}
          />
          <Select
            label={t("filter.tag")}
            placeholder={t("filter.any")}
            clearable
            searchable
            nothingFoundMessage={t("filter.no_tags")}
            comboboxProps={{ withinPortal: false }}
            value={search.tag ?? null}
            onChange={(tag) => onChange({ tag: tag ?? undefined })}
            data={[...tags]}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
