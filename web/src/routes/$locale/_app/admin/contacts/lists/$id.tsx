import { createFileRoute } from "@tanstack/react-router";
import { ListPage } from "@/features/lists/list-page";
import { STATES, type SubscriberFilters } from "@/features/lists/queries";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/contacts/lists/$id")({
  validateSearch: (search: Record<string, unknown>): SubscriberFilters => ({
    q: readText(search.q),
    state: readChoice(search.state, STATES),
  }),
  loader: loadText("lists"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <ListPage
      id={Route.useParams().id}
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, replace: true })}
    />
  );
}
