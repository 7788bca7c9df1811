import { createRootRoute, Outlet } from "@tanstack/react-router";
import { CrashPage, NotFoundPage } from "@/ui/page/fallback-pages";

export const Route = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});
