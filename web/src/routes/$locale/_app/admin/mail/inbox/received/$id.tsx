import { createFileRoute } from "@tanstack/react-router";
import { ReceivedDetailPage } from "@/features/inbox/received-detail-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/mail/inbox/received/$id")({
  loader: loadText("inbox", "bounces"),
  component: Screen,
});

function Screen() {
  return <ReceivedDetailPage id={Route.useParams().id} />;
}
