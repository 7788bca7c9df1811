import { createFileRoute } from "@tanstack/react-router";
import { MessagePage } from "@/features/mail/message-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/mail/$id")({
  loader: loadText("mail", "templates", "bounces"),
  component: Screen,
});

function Screen() {
  return <MessagePage id={Route.useParams().id} />;
}
