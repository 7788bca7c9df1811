import { createFileRoute } from "@tanstack/react-router";
import { SPANS } from "@/features/ai-account/span";
import { UsagePage, type UsageSearch } from "@/features/ai-account/usage-page";
import { readChoice, readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/account/ai/usage")({
  validateSearch: (search: Record<string, unknown>): UsageSearch => ({
    days: readChoice(readText(search.days), SPANS),
  }),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <UsagePage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
