import { createFileRoute } from "@tanstack/react-router";
import { STEPS, type Step } from "@/features/mail-settings/progress";
import { SendingPage } from "@/features/mail-settings/sending-page";
import { loadText } from "@/lib/i18n";
import { readChoice } from "@/lib/search";

export const Route = createFileRoute("/$locale/_app/admin/mail/sending")({
  validateSearch: (search: Record<string, unknown>): { step?: Step } => ({
    step: readChoice(search.step, STEPS),
  }),
  loader: loadText("mail-settings", "best-times"),
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return <SendingPage step={Route.useSearch().step} onStep={(step) => navigate({ search: { step } })} />;
}
