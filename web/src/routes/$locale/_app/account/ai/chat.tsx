import { createFileRoute } from "@tanstack/react-router";
import { type ChatSearch, Playground } from "@/features/ai-chat/playground";
import { loadText } from "@/lib/i18n";
import { readModelKey } from "@/lib/usable-models";

export const Route = createFileRoute("/$locale/_app/account/ai/chat")({
  validateSearch: (search: Record<string, unknown>): ChatSearch => ({ model: readModelKey(search.model) }),
  loader: loadText("ai-chat"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <Playground search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
