import { createFileRoute } from "@tanstack/react-router";
import { InvitationPage } from "@/features/auth/invitation-page";

export const Route = createFileRoute("/$locale/_auth/invitation")({
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search.token === "string" ? { token: search.token } : {},
  component: Screen,
});

function Screen() {
  return <InvitationPage token={Route.useSearch().token ?? ""} />;
}
