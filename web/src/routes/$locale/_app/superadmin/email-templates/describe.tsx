import { createFileRoute } from "@tanstack/react-router";
import { DescribePage } from "@/features/template-ai/describe-page";
import { loadText } from "@/lib/i18n";
import { usePath } from "@/lib/paths";

export const Route = createFileRoute("/$locale/_app/superadmin/email-templates/describe")({
  loader: loadText("template-ai", "templates", "template-checks", "template-findings", "ai", "ai-account"),
  component: Screen,
});

function Screen() {
  const path = usePath();
  return <DescribePage home={path("/superadmin/email-templates")} />;
}
