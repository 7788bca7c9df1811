import { createFileRoute } from "@tanstack/react-router";
import { DeliverabilityPage } from "@/features/deliverability/deliverability-page";
import { readDays, type Span } from "@/features/deliverability/queries";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/mail/deliverability")({
  validateSearch: (search: Record<string, unknown>): { days?: Span } => ({ days: readDays(search.days) }),
  loader: loadText("deliverability"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <DeliverabilityPage
      days={Route.useSearch().days ?? "30"}
      onDays={(days) => navigate({ search: { days }, replace: true })}
    />
  );
}
