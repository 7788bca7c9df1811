import type { UsageRow } from "@/lib/api-types-library";

export const SORTABLE = [
  "organization",
  "type",
  "templates",
  "active",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
] as const;
export type UsageSort = (typeof SORTABLE)[number];

/** Rows by a column; equal ones by organisation, so that the order never jumps. */
export function sortUsage(rows: readonly UsageRow[], by: UsageSort, rising: boolean): UsageRow[] {
  const sign = rising ? 1 : -1;
  const name = (row: UsageRow) => `${row.organization.name} ${row.type}`;
  return [...rows].sort((a, b) => {
    const first = by === "organization" ? name(a) : a[by];
    const second = by === "organization" ? name(b) : b[by];
    const order =
      typeof first === "number" ? first - Number(second) : String(first).localeCompare(String(second));
    return order * sign || name(a).localeCompare(name(b));
  });
}
