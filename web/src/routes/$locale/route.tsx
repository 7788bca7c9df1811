import { createFileRoute, notFound, Outlet } from "@tanstack/react-router";
import { isLocale, switchLocale } from "@/lib/i18n";

export const Route = createFileRoute("/$locale")({
  beforeLoad: async ({ params }) => {
    if (!isLocale(params.locale)) throw notFound();
    await switchLocale(params.locale);
  },
  component: Outlet,
});
