import { createFileRoute } from "@tanstack/react-router";
import { BuiltinPage, type BuiltinSearch, TOOLS } from "@/features/ai-account/builtin-page";
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
