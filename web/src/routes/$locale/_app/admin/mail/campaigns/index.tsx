import { createFileRoute } from "@tanstack/react-router";
import { CampaignsPage } from "@/features/campaigns/campaigns-page";
import type { CampaignFilters } from "@/features/campaigns/queries";
import { CAMPAIGN_STATES } from "@/lib/api-types-campaigns";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/campaigns/")({
  validateSearch: (search: Record<string, unknown>): CampaignFilters => ({
    q: readText(search.q),
    state: readChoice(search.state, CAMPAIGN_STATES),
  }),
  loader: loadText("campaigns", "campaign-words", "template-findings"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <CampaignsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
