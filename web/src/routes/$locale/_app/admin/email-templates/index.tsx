import { createFileRoute } from "@tanstack/react-router";
import { LibraryPage } from "@/features/templates/library/library-page";
import { readTemplateFilters } from "@/features/templates/search";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/email-templates/")({
  validateSearch: readTemplateFilters,
  loader: loadText("templates", "template-library", "template-gallery", "template-bundles"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <LibraryPage search={Route.useSearch()} onSearch={(search) => navigate({ search, replace: true })} />
  );
}
