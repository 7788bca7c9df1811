import { createFileRoute, Outlet } from "@tanstack/react-router";
import { AiLayout } from "@/features/ai-account/ai-layout";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/account/ai")({
  loader: loadText("ai", "ai-account"),
  component: Screen,
});

function Screen() {
  return (
    <AiLayout>
      <Outlet />
    </AiLayout>
  );
}
