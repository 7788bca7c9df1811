import { createFileRoute } from "@tanstack/react-router";
import { GalleryPage } from "@/features/templates/gallery/gallery-page";
import { readGallerySearch } from "@/features/templates/search";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/email-templates/new")({
  validateSearch: readGallerySearch,
  loader: loadText("templates", "template-gallery", "template-bundles"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <GalleryPage
      scope="organization"
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, replace: true })}
    />
  );
}
