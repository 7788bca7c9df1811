import { createFileRoute } from "@tanstack/react-router";
import { ProfilePage } from "@/features/account/profile-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/account/")({
  loader: loadText("account"),
  component: ProfilePage,
});
