import { createFileRoute } from "@tanstack/react-router";
import { BuiltinPage } from "@/features/ai-account/builtin-page";
import { type BuiltinSearch, TOOLS } from "@/features/ai-account/tools";
import { readChoice } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/account/ai/builtin")({
  validateSearch: (search: Record<string, unknown>): BuiltinSearch => ({
    tool: readChoice(search.tool, TOOLS),
  }),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <BuiltinPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
