import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "@/features/audit/audit-page";
import type { AuditFilters } from "@/features/audit/queries";
import { loadText } from "@/lib/i18n";
import { readDay, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/audit")({
  validateSearch: (search: Record<string, unknown>): AuditFilters => ({
    q: readText(search.q),
    action: readText(search.action),
    from: readDay(search.from),
    to: readDay(search.to),
  }),
  loader: loadText("audit"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <AuditPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
