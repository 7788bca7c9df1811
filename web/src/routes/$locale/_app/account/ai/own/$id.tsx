import { createFileRoute } from "@tanstack/react-router";
import { OwnModelPage } from "@/features/ai-account/own-model-page";
import { loadText } from "@/lib/i18n";
import { NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createFileRoute("/$locale/_app/account/ai/own/$id")({
  loader: loadText("ai-models"),
  component: Screen,
});

function Screen() {
  const id = Number(Route.useParams().id);
  return Number.isSafeInteger(id) ? <OwnModelPage id={id} /> : <NotFoundPage />;
}
