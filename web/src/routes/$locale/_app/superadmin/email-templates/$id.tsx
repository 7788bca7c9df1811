import { createFileRoute } from "@tanstack/react-router";
import { EditorPage } from "@/features/templates/editor/editor-page";
import { TABS, type Tab } from "@/features/templates/editor/tab";
import { loadText } from "@/lib/i18n";
import { readChoice } from "@/lib/search";
import { NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createFileRoute("/$locale/_app/superadmin/email-templates/$id")({
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => ({ tab: readChoice(search.tab, TABS) }),
  loader: loadText(
    "templates",
    "template-editor",
    "template-shell",
    "template-code",
    "template-preview",
    "template-checks",
    "image-picker",
  ),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  const id = Number(Route.useParams().id);
  const { tab = "edit" } = Route.useSearch();
  if (!Number.isSafeInteger(id) || id < 1) return <NotFoundPage />;
  return (
    <EditorPage
      id={id}
      scope="global"
      tab={tab}
      onTab={(next) => navigate({ search: { tab: next === "edit" ? undefined : next }, replace: true })}
    />
  );
}
