import { createFileRoute } from "@tanstack/react-router";
import { OwnModelsPage, type OwnSearch } from "@/features/ai-account/own-models-page";
import { loadText } from "@/lib/i18n";
import { readText } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/account/ai/own/")({
  validateSearch: (search: Record<string, unknown>): OwnSearch => ({ q: readText(search.q) }),
  loader: loadText("ai-models"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <OwnModelsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
