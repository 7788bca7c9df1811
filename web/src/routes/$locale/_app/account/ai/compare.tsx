import { createFileRoute } from "@tanstack/react-router";
import { ComparePage, type CompareSearch } from "@/features/ai-account/compare-page";
import { SideBySide } from "@/features/ai-chat/side-by-side";
import { loadText } from "@/lib/i18n";
import { readModelKeys } from "@/lib/usable-models";

export const Route = createFileRoute("/$locale/_app/account/ai/compare")({
  validateSearch: (search: Record<string, unknown>): CompareSearch => ({
    models: readModelKeys(search.models),
  }),
  loader: loadText("ai-chat"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <ComparePage
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, replace: true })}
      trial={(models) => <SideBySide models={models} />}
    />
  );
}
