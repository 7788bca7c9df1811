import { createFileRoute } from "@tanstack/react-router";
import { type RegistrySearch, readRegistrySearch } from "@/features/ai-models/search";
import { SystemModelsPage } from "@/features/ai-models/system-models-page";
import { CallsPanel } from "@/features/ai-usage/calls-panel";
import type { CallFilters } from "@/features/ai-usage/queries";
import { readCallFilters } from "@/features/ai-usage/search";
import { UsagePanel } from "@/features/ai-usage/usage-panel";
import { loadText } from "@/lib/i18n";

type Search = Omit<RegistrySearch, "status"> & Omit<CallFilters, "status"> & { status?: string };

export const Route = createFileRoute("/$locale/_app/superadmin/ai/models/")({
  validateSearch: (search: Record<string, unknown>): Search => {
    const registry = readRegistrySearch(search);
    const calls = readCallFilters(search);
    return { ...registry, ...calls, status: registry.status ?? calls.status };
  },
  loader: loadText("ai", "ai-models", "ai-usage"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  const search = Route.useSearch();
  const set = (next: Search) => navigate({ search: next, replace: true });
  const narrow = (change: CallFilters) => set({ ...search, ...change });
  const calls = readCallFilters(search);
  return (
    <SystemModelsPage
      search={readRegistrySearch(search)}
      onSearch={set}
      usage={<UsagePanel search={calls} onSearch={narrow} />}
      calls={<CallsPanel search={calls} onSearch={narrow} />}
    />
  );
}
