import { createFileRoute } from "@tanstack/react-router";
import { CheckMailPage } from "@/features/auth/check-mail-page";

export const Route = createFileRoute("/$locale/_auth/auth/check-mail")({
  validateSearch: (search: Record<string, unknown>): { email?: string } =>
    typeof search.email === "string" ? { email: search.email } : {},
  component: Screen,
});

function Screen() {
  return <CheckMailPage email={Route.useSearch().email} />;
}
