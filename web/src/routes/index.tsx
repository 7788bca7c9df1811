import { createFileRoute, redirect } from "@tanstack/react-router";
import { bestLocale } from "@/lib/i18n";

export const Route = createFileRoute("/")({
  beforeLoad: () => {
    throw redirect({ to: "/$locale", params: { locale: bestLocale() }, replace: true });
  },
});
