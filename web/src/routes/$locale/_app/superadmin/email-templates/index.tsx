import { createFileRoute } from "@tanstack/react-router";
import { PlatformPage } from "@/features/platform-templates/platform-page";
import { type PlatformSearch, readPlatformSearch } from "@/features/platform-templates/search";
import { GlobalLibrary } from "@/features/templates/library/global-library";
import { NewTemplateButtons } from "@/features/templates/library/new-template-buttons";
import type { TemplateFilters } from "@/features/templates/library/queries";
import { readTemplateFilters } from "@/features/templates/search";
import { loadText } from "@/lib/i18n";

type Search = PlatformSearch & TemplateFilters;

export const Route = createFileRoute("/$locale/_app/superadmin/email-templates/")({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...readTemplateFilters(search),
    ...readPlatformSearch(search),
  }),
  loader: loadText(
    "templates",
    "template-library",
    "template-gallery",
    "template-bundles",
    "platform-templates",
  ),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  const search = Route.useSearch();
  const set = (next: Search) => navigate({ search: next, replace: true });
  return (
    <PlatformPage
      search={readPlatformSearch(search)}
      onSearch={set}
      library={<GlobalLibrary search={readTemplateFilters(search)} onSearch={set} />}
      actions={<NewTemplateButtons scope="global" />}
    />
  );
}
