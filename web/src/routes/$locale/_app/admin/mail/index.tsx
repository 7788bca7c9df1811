import { createFileRoute } from "@tanstack/react-router";
import { MailPage } from "@/features/mail/mail-page";
import type { MailFilters } from "@/features/mail/queries";
import { MESSAGE_STATUSES } from "@/lib/choices-mail";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/")({
  validateSearch: (search: Record<string, unknown>): MailFilters => ({
    q: readText(search.q),
    status: readChoice(search.status, MESSAGE_STATUSES),
    direction: readChoice(search.direction, ["in"]),
  }),
  loader: loadText("mail", "templates"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <MailPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
