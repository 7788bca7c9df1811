import { createFileRoute } from "@tanstack/react-router";
import { OrganizationsPage } from "@/features/platform/organizations-page";
import type { OrganizationFilters } from "@/features/platform/queries";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/superadmin/organizations")({
  validateSearch: (search: Record<string, unknown>): OrganizationFilters => ({
    q: readText(search.q),
    plan: readChoice(search.plan, PLANS),
    type: readChoice(search.type, ORGANIZATION_TYPES),
  }),
  loader: loadText("platform"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <OrganizationsPage
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, replace: true })}
    />
  );
}
