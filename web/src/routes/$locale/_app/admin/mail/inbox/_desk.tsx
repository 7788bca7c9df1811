import { createFileRoute, useParams } from "@tanstack/react-router";
import { InboxPage } from "@/features/inbox/inbox-page";
import type { InboxFilters } from "@/features/inbox/queries";
import { loadText } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { readChoice, readText } from "@/lib/search";

/** The list stays where it is while conversations open beside it; its children only name which one. */
export const Route = createFileRoute("/$locale/_app/admin/mail/inbox/_desk")({
  validateSearch: (search: Record<string, unknown>): InboxFilters => ({
    q: readText(search.q),
    state: readChoice(search.state, ["archived", "all"]),
    unread: readChoice(search.unread, ["yes"]),
    kind: readChoice(search.kind, ["conversation", "campaign_reply"]),
    tag: readText(search.tag),
  }),
  loader: loadText("inbox", "bounces"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  const path = usePath();
  const search = Route.useSearch();
  const { id } = useParams({ strict: false });
  return (
    <InboxPage
      id={id}
      search={search}
      onSearch={(changed) =>
        navigate({ to: path(`/admin/mail/inbox${id ? `/${id}` : ""}`), search: changed, replace: true })
      }
      onOpen={(next) => navigate({ to: path(`/admin/mail/inbox${next ? `/${next}` : ""}`), search })}
    />
  );
}
