import { api, unwrap } from "@/lib/api";
import { pagedOptions } from "@/lib/query";

/** `from` and `to` are calendar days of the viewer, inclusive. */
export type AuditFilters = { q?: string; action?: string; from?: string; to?: string };

const startOf = (day: string | undefined) => day && new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string | undefined) => day && new Date(`${day}T23:59:59.999`).toISOString();

export const auditQuery = ({ from, to, ...filters }: AuditFilters) =>
  pagedOptions(["audit", { ...filters, from, to }], (cursor) =>
    unwrap(
      api.GET("/api/audit", {
        params: { query: { ...filters, from: startOf(from), to: endOf(to), cursor, limit: 50 } },
      }),
    ),
  );
