import { createFileRoute } from "@tanstack/react-router";
import { SegmentPage } from "@/features/segments/segment-page";
import { loadText } from "@/lib/i18n";

/** `new` stands for one that is not saved yet. */
export const Route = createFileRoute("/$locale/_app/admin/contacts/segments/$id")({
  loader: loadText("segments"),
  component: Screen,
});

function Screen() {
  return <SegmentPage id={Route.useParams().id} />;
}
