import { createFileRoute } from "@tanstack/react-router";
import { PlatformMailPage } from "@/features/mail-settings/platform-mail-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/superadmin/mail")({
  loader: loadText("mail-settings"),
  component: PlatformMailPage,
});
