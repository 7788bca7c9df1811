import { createFileRoute } from "@tanstack/react-router";
import { ModelPage } from "@/features/ai-models/model-page";
import { loadText } from "@/lib/i18n";
import { NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createFileRoute("/$locale/_app/admin/ai/management/models/$id")({
  loader: loadText("ai", "ai-models"),
  component: Screen,
});

function Screen() {
  const id = Number(Route.useParams().id);
  return Number.isSafeInteger(id) && id > 0 ? (
    <ModelPage key={id} tier="org_default" id={id} />
  ) : (
    <NotFoundPage />
  );
}
