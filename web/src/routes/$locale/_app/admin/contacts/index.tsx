import { createFileRoute } from "@tanstack/react-router";
import { ContactsPage } from "@/features/contacts/contacts-page";
import type { ContactFilters } from "@/features/contacts/queries";
import { CONSENT_STATES } from "@/lib/choices";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/contacts/")({
  validateSearch: (search: Record<string, unknown>): ContactFilters => ({
    q: readText(search.q),
    consent: readChoice(search.consent, CONSENT_STATES),
  }),
  loader: loadText("contacts"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <ContactsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
