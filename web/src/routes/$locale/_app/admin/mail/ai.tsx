import { createFileRoute } from "@tanstack/react-router";
import { AiMailReportPage } from "@/features/ai-mail-report/report-page";
import { loadText } from "@/lib/i18n";
import { readDay } from "@/lib/search";
import type { Period } from "@/ui/charts/period-select";

export const Route = createFileRoute("/$locale/_app/admin/mail/ai")({
  validateSearch: (search: Record<string, unknown>): Period => ({
    since: readDay(search.since),
    until: readDay(search.until),
  }),
  loader: loadText("ai-mail-report", "ai"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <AiMailReportPage
      search={Route.useSearch()}
      onSearch={(change) => navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  );
}
