import { createFileRoute } from "@tanstack/react-router";
import { DashboardPage } from "@/features/dashboard/dashboard-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/")({
  loader: loadText("dashboard"),
  component: DashboardPage,
});
