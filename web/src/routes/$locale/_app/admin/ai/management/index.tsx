import { createFileRoute } from "@tanstack/react-router";
import { ManagementPage } from "@/features/ai-models/management-page";
import { type ManagementSearch, readManagementSearch } from "@/features/ai-models/search";
import { CallsPanel } from "@/features/ai-usage/calls-panel";
import { ChecksPanel } from "@/features/ai-usage/checks-panel";
import type { CallFilters } from "@/features/ai-usage/queries";
import { readCallFilters } from "@/features/ai-usage/search";
import { UsagePanel } from "@/features/ai-usage/usage-panel";
import { loadText } from "@/lib/i18n";
import { useCan } from "@/lib/session";

type Search = Omit<ManagementSearch, "status"> & Omit<CallFilters, "status"> & { status?: string };

export const Route = createFileRoute("/$locale/_app/admin/ai/management/")({
  validateSearch: (search: Record<string, unknown>): Search => {
    const managed = readManagementSearch(search);
    const calls = readCallFilters(search);
    return { ...managed, ...calls, status: managed.status ?? calls.status };
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
    <ManagementPage
      search={readManagementSearch(search)}
      onSearch={set}
      usage={<UsagePanel search={calls} onSearch={narrow} />}
      calls={<CallsPanel search={calls} onSearch={narrow} />}
      checks={<ChecksPanel mayManage={useCan("ai.manage")} />}
    />
  );
}
