import { Table, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./data-table.module.css";
import { ListState, type PagedResult } from "./list-state";

export type Column<T> = {
  key: string;
  header: string;
  render: (row: T) => ReactNode;
  width?: string;
  align?: "right";
  /** Left out on small screens, where the row becomes a block. */
  secondary?: boolean;
};

type DataTableProps<T> = {
  /** Names the table for screen readers. */
  label: string;
  query: PagedResult<T>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** Makes the first column a link to the row's page. */
  rowLink?: (row: T) => string;
  empty: ReactNode;
  filtered?: boolean;
  onClearFilters?: () => void;
};

/** Rows in columns on a wide screen; on a phone each row becomes a block with its first column as the heading. */
export function DataTable<T>({ label, query, columns, rowKey, rowLink, ...states }: DataTableProps<T>) {
  const { t } = useTranslation();
  return (
    <ListState query={query} {...states}>
      {(items) => (
        <div className={classes.scroll}>
          <Table className={classes.table} aria-label={label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column.key} w={column.width} ta={column.align}>
                    {column.header || <VisuallyHidden>{t("list.actions")}</VisuallyHidden>}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((row) => (
                <Table.Tr key={rowKey(row)} data-link={rowLink ? true : undefined}>
                  {columns.map((column, index) => (
                    <Table.Td
                      key={column.key}
                      ta={column.align}
                      data-label={column.header}
                      data-secondary={column.secondary}
                    >
                      {index === 0 && rowLink ? (
                        <Link to={rowLink(row)} className={classes.link}>
                          {column.render(row)}
                        </Link>
                      ) : (
                        column.render(row)
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </ListState>
  );
}
