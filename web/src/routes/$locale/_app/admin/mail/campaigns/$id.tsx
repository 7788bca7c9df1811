import { createFileRoute } from "@tanstack/react-router";
import { CampaignPage, type CampaignSearch, TABS } from "@/features/campaigns/campaign-page";
import { LETTERS, RECIPIENT_RESULTS } from "@/lib/api-types-campaigns";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/campaigns/$id")({
  validateSearch: (search: Record<string, unknown>): CampaignSearch => ({
    tab: readChoice(search.tab, TABS),
    q: readText(search.q),
    result: readChoice(search.result, RECIPIENT_RESULTS),
    variant: [...LETTERS].map((_, position) => position).find((position) => position === search.variant),
  }),
  loader: loadText(
    "campaigns",
    "campaign-test",
    "campaign-words",
    "personalization",
    "best-times",
    "template-findings",
  ),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <CampaignPage
      id={Route.useParams().id}
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, replace: true })}
    />
  );
}
