import { createFileRoute } from "@tanstack/react-router";
import { ModelPage } from "@/features/ai-models/model-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/ai/management/models/new")({
  loader: loadText("ai", "ai-models"),
  component: () => <ModelPage tier="org_default" />,
});
