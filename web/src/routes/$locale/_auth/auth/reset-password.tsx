import { createFileRoute } from "@tanstack/react-router";
import { ResetPasswordPage } from "@/features/auth/reset-password-page";

export const Route = createFileRoute("/$locale/_auth/auth/reset-password")({
  validateSearch: (search: Record<string, unknown>): { key?: string } =>
    typeof search.key === "string" ? { key: search.key } : {},
  component: Screen,
});

function Screen() {
  return <ResetPasswordPage resetKey={Route.useSearch().key ?? ""} />;
}
