import { createFileRoute } from "@tanstack/react-router";
import type { SegmentFilters } from "@/features/segments/queries";
import { SegmentsPage } from "@/features/segments/segments-page";
import { loadText } from "@/lib/i18n";
import { readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/contacts/segments/")({
  validateSearch: (search: Record<string, unknown>): SegmentFilters => ({ q: readText(search.q) }),
  loader: loadText("segments"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <SegmentsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
