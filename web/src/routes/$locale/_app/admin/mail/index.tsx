import { createFileRoute, redirect } from "@tanstack/react-router";
import { MailPage } from "@/features/mail/mail-page";
import type { MailFilters } from "@/features/mail/queries";
import { MESSAGE_STATUSES } from "@/lib/choices-mail";
import { loadText } from "@/lib/i18n";
import { localePath } from "@/lib/paths";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/")({
  validateSearch: (search: Record<string, unknown>): MailFilters & { direction?: "in" } => ({
    q: readText(search.q),
    status: readChoice(search.status, MESSAGE_STATUSES),
    campaign: readText(search.campaign),
    contact: readText(search.contact),
    provider: readText(search.provider),
    direction: readChoice(search.direction, ["in"]),
  }),
  beforeLoad: ({ search, params }) => {
    // Addresses from before the inbox.
    if (search.direction) throw redirect({ to: localePath(params.locale, "/admin/mail/inbox/received") });
  },
  loader: loadText("mail", "templates", "bounces"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <MailPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
