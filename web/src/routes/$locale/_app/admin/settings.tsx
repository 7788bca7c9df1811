import { createFileRoute } from "@tanstack/react-router";
import { SettingsPage } from "@/features/organization/settings-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/settings")({
  loader: loadText("organization"),
  component: SettingsPage,
});
