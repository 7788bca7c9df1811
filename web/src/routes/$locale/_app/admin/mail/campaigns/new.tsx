import { createFileRoute } from "@tanstack/react-router";
import { NewCampaignPage } from "@/features/campaigns/new-campaign-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/mail/campaigns/new")({
  loader: loadText("campaigns"),
  component: NewCampaignPage,
});
