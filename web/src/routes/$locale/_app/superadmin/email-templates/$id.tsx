import { createFileRoute } from "@tanstack/react-router";
import { EditorPage } from "@/features/templates/editor/editor-page";
import { loadText } from "@/lib/i18n";
import { NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createFileRoute("/$locale/_app/superadmin/email-templates/$id")({
  loader: loadText(
    "templates",
    "template-editor",
    "template-preview",
    "template-checks",
    "template-code",
    "image-picker",
  ),
  component: Screen,
});

function Screen() {
  const id = Number(Route.useParams().id);
  return Number.isSafeInteger(id) && id > 0 ? <EditorPage id={id} scope="global" /> : <NotFoundPage />;
}
