import { createFileRoute } from "@tanstack/react-router";
import { ImportsPage } from "@/features/contact-imports/imports-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/contacts/imports/")({
  loader: loadText("imports"),
  component: ImportsPage,
});
