import { createFileRoute } from "@tanstack/react-router";
import { ReceivingPage } from "@/features/receiving/receiving-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/mail/receiving")({
  loader: loadText("receiving", "inbox"),
  component: ReceivingPage,
});
