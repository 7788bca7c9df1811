import { createFileRoute } from "@tanstack/react-router";
import { SecurityPage } from "@/features/account/security-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/account/security")({
  loader: loadText("account"),
  component: SecurityPage,
});
