import { createFileRoute } from "@tanstack/react-router";
import { ListsPage } from "@/features/lists/lists-page";
import type { ListFilters } from "@/features/lists/queries";
import { loadText } from "@/lib/i18n";
import { readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/contacts/lists/")({
  validateSearch: (search: Record<string, unknown>): ListFilters => ({
    q: readText(search.q),
    archived: search.archived === true || undefined,
  }),
  loader: loadText("lists"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <ListsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
