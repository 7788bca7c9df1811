import { createFileRoute } from "@tanstack/react-router";
import { PeoplePage, type PeopleSearch } from "@/features/people/people-page";
import { MEMBER_ROLES } from "@/lib/choices";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/people")({
  validateSearch: (search: Record<string, unknown>): PeopleSearch => ({
    tab: readChoice(search.tab, ["invitations"] as const),
    q: readText(search.q),
    role: readChoice(search.role, MEMBER_ROLES),
  }),
  loader: loadText("people"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <PeoplePage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
