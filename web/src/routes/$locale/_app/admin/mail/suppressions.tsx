import { createFileRoute } from "@tanstack/react-router";
import { REASONS, type SuppressionFilters } from "@/features/suppressions/queries";
import { SuppressionsPage } from "@/features/suppressions/suppressions-page";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/suppressions")({
  validateSearch: (search: Record<string, unknown>): SuppressionFilters => ({
    q: readText(search.q),
    reason: readChoice(search.reason, REASONS),
  }),
  loader: loadText("suppressions"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <SuppressionsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
