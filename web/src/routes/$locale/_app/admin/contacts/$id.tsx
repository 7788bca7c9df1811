import { createFileRoute } from "@tanstack/react-router";
import { ContactPage } from "@/features/contacts/contact-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/contacts/$id")({
  loader: loadText("contacts", "best-times"),
  component: Screen,
});

function Screen() {
  return <ContactPage id={Route.useParams().id} />;
}
