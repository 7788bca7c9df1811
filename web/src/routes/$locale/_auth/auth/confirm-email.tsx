import { createFileRoute } from "@tanstack/react-router";
import { ConfirmEmailPage } from "@/features/auth/confirm-email-page";

export const Route = createFileRoute("/$locale/_auth/auth/confirm-email")({
  validateSearch: (search: Record<string, unknown>): { key?: string } =>
    typeof search.key === "string" ? { key: search.key } : {},
  component: Screen,
});

function Screen() {
  return <ConfirmEmailPage confirmationKey={Route.useSearch().key ?? ""} />;
}
