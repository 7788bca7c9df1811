import { createFileRoute } from "@tanstack/react-router";
import { AI_PARTS } from "@/features/template-ai/parts";
import { EditorPage } from "@/features/templates/editor/editor-page";
import { readEditorSearch } from "@/features/templates/editor/tab";
import { loadText } from "@/lib/i18n";
import { NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createFileRoute("/$locale/_app/superadmin/email-templates/$id")({
  validateSearch: readEditorSearch,
  loader: loadText(
    "templates",
    "template-editor",
    "template-shell",
    "template-code",
    "template-preview",
    "template-checks",
    "template-findings",
    "image-picker",
    "template-ai",
  ),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  const id = Number(Route.useParams().id);
  const search = Route.useSearch();
  if (!Number.isSafeInteger(id) || id < 1) return <NotFoundPage />;
  return (
    <EditorPage
      id={id}
      scope="global"
      parts={AI_PARTS}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true })}
    />
  );
}
