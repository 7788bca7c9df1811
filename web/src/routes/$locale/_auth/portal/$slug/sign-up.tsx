import { createFileRoute } from "@tanstack/react-router";
import { PortalPage } from "@/features/auth/portal-page";

export const Route = createFileRoute("/$locale/_auth/portal/$slug/sign-up")({
  component: Screen,
});

function Screen() {
  return <PortalPage slug={Route.useParams().slug} />;
}
