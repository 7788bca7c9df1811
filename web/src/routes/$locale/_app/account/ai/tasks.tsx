import { createFileRoute } from "@tanstack/react-router";
import { TasksPage, type TasksSearch } from "@/features/ai-tasks/tasks-page";
import { loadText } from "@/lib/i18n";
import { readText } from "@/lib/search";
import { readModelKey } from "@/lib/usable-models";

export const Route = createFileRoute("/$locale/_app/account/ai/tasks")({
  validateSearch: (search: Record<string, unknown>): TasksSearch => ({
    model: readModelKey(search.model),
    task: readText(search.task),
    run: readText(search.run),
    from: readText(search.from),
  }),
  loader: loadText("ai-tasks"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <TasksPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />;
}
