import { QueryClientProvider } from "@tanstack/react-query";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { bestLocale, isLocale, startI18n } from "./lib/i18n";
import { onSignedOut, queryClient } from "./lib/query";
import { reloadMe } from "./lib/session";
import { routeTree } from "./routeTree.gen";
import { PagePending } from "./ui/page/page-pending";
import { UiProvider } from "./ui/provider/ui-provider";

const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PagePending,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

// Signed out meanwhile: the routes then lead to the sign-in page, and from there back to here.
onSignedOut(() => {
  void reloadMe().then((me) => (me.signed_in ? undefined : router.invalidate()));
});

async function start(): Promise<void> {
  const first = window.location.pathname.split("/")[1] ?? "";
  await startI18n(isLocale(first) ? first : bestLocale());
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <UiProvider>
          <RouterProvider router={router} />
        </UiProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
