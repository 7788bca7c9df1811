import { Checkbox, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { type Column, DataTable } from "@/ui/list/data-table";
import type { PagedResult } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import type { Scope } from "../queries";
import { CardMenu } from "./card-menu";
import { Languages, LockNote, TemplateState } from "./facts";
import classes from "./library.module.css";
import { useUsageText } from "./usage";
import type { Selection } from "./use-selection";

type TemplateTableProps = {
  label: string;
  query: PagedResult<Template>;
  home: string;
  scope: Scope;
  selection: Selection;
};

/** The same templates in rows, for many of them. The four faces are the page's. */
export function TemplateTable({ label, query, home, scope, selection }: TemplateTableProps) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  const usage = useUsageText();
  const columns: Column<Template>[] = [
    {
      key: "name",
      header: t("common:field.name"),
      render: (row) => (
        <div className={classes.rowName}>
          <Checkbox
            aria-label={t("select.one", { name: row.name })}
            checked={selection.has(row.id)}
            onChange={() => selection.toggle(row.id)}
          />
          <div className="fd-break">
            <Link className={classes.rowLink} to={path(`${home}/${row.id}`)}>
              {row.name}
            </Link>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {row.subject || t("card.no_subject")}
            </Text>
            {row.lock?.is_locked && <LockNote reason={row.lock.reason} />}
          </div>
        </div>
      ),
    },
    {
      key: "type",
      header: t("filter.type"),
      render: (row) => (
        <>
          {t(`templates:type.${row.type}`)}
          {scope === "organization" && row.organization_id === null && (
            <Text size="xs" c="dimmed">
              {t("card.global")}
            </Text>
          )}
        </>
      ),
    },
    {
      key: "languages",
      header: t("filter.locale"),
      render: (row) => <Languages template={row} home={home} />,
    },
    { key: "status", header: t("filter.status"), render: (row) => <TemplateState status={row.status} /> },
    { key: "usage", header: t("list.usage"), render: (row) => usage(row) },
    {
      key: "changed",
      header: t("list.changed"),
      render: (row) => (
        <>
          <Time at={row.updated_at} />
          {row.created_by && (
            <Text size="xs" c="dimmed">
              {row.created_by.full_name}
            </Text>
          )}
        </>
      ),
    },
    {
      key: "menu",
      header: "",
      align: "right",
      render: (row) => <CardMenu template={row} home={home} scope={scope} />,
    },
  ];
  return (
    <Surface flush>
      <DataTable
        label={label}
        query={query}
        columns={columns}
        rowKey={(row) => String(row.id)}
        empty={null}
      />
    </Surface>
  );
}
