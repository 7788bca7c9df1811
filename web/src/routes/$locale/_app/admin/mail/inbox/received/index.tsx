import { createFileRoute } from "@tanstack/react-router";
import type { ReceivedFilters } from "@/features/inbox/queries";
import { ReceivedPage } from "@/features/inbox/received-page";
import { RECEIVED_KINDS, RECEIVED_SOURCES, RECEIVED_STATES } from "@/lib/choices-inbox";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/inbox/received/")({
  validateSearch: (search: Record<string, unknown>): ReceivedFilters => ({
    q: readText(search.q),
    kind: readChoice(search.kind, RECEIVED_KINDS),
    state: readChoice(search.state, RECEIVED_STATES),
    source: readChoice(search.source, RECEIVED_SOURCES),
    spoofed: readChoice(search.spoofed, ["yes"]),
  }),
  loader: loadText("inbox", "bounces"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <ReceivedPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
