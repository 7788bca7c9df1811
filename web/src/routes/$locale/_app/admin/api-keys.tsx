import { createFileRoute } from "@tanstack/react-router";
import { ApiKeysPage } from "@/features/api-keys/api-keys-page";
import { loadText } from "@/lib/i18n";

export const Route = createFileRoute("/$locale/_app/admin/api-keys")({
  loader: loadText("api-keys"),
  component: ApiKeysPage,
});
