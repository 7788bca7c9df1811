import { createFileRoute } from "@tanstack/react-router";
import { ModelsPage, type ModelsSearch } from "@/features/ai-account/models-page";
import { CAPABILITIES } from "@/lib/choices-ai";
import { readChoice, readText } from "@/lib/search";
import { readModelKey, readModelKeys } from "@/lib/usable-models";

export const Route = createFileRoute("/$locale/_app/account/ai/")({
  validateSearch: (search: Record<string, unknown>): ModelsSearch => ({
    q: readText(search.q),
    capability: readChoice(search.capability, CAPABILITIES),
    tag: readText(search.tag),
    usable: search.usable === true || undefined,
    compare: readModelKeys(search.compare),
    open: readModelKey(search.open),
  }),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <ModelsPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
