import { createFileRoute } from "@tanstack/react-router";
import { NewOwnModelPage } from "@/features/ai-account/own-model-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/account/ai/own/new")({
  loader: loadText("ai-models"),
  component: NewOwnModelPage,
});
