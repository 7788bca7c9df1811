import { createFileRoute } from "@tanstack/react-router";
import { ImportPage } from "@/features/contact-imports/import-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/contacts/imports/$id")({
  loader: loadText("imports"),
  component: Screen,
});

function Screen() {
  return <ImportPage id={Route.useParams().id} />;
}
