import { ActionIcon } from "@mantine/core";
import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { openStream } from "@/lib/stream";
import { BrandMark } from "@/ui/brand/brand-mark";
import { PagePending } from "@/ui/page/page-pending";
import { ImpersonationBanner } from "./impersonation-banner";
import classes from "./shell.module.css";
import { Sidebar } from "./sidebar";

const CommandPalette = lazy(() => import("./command-palette").then((m) => ({ default: m.CommandPalette })));

const MobileNavigation = lazy(() =>
  import("./mobile-navigation").then((m) => ({ default: m.MobileNavigation })),
);

export function Shell() {
  const { t } = useTranslation("shell");
  const client = useQueryClient();
  const [drawer, { open, close }] = useDisclosure(false);
  const [narrow, setNarrow] = useLocalStorage({ key: "frontdesk.nav.narrow", defaultValue: false });
  const [palette, setPalette] = useState<"unloaded" | "open" | "closed">("unloaded");
  const small = useMediaQuery("(max-width: 48em)");
  const pathname = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => openStream(client), [client]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes the drawer whenever the page changes
  useEffect(() => close(), [pathname]);
  useHotkeys([["mod+K", () => setPalette("open")]], []);

  const openPalette = () => {
    close();
    setPalette("open");
  };

  return (
    <div className={classes.shell} data-narrow={narrow || undefined}>
      <a className="fd-skip" href="#main">
        {t("skip")}
      </a>
      {small ? (
        <header className={classes.topbar}>
          <ActionIcon variant="subtle" color="gray" size="lg" onClick={open} aria-label={t("nav.open")}>
            <IconMenu2 size={20} />
          </ActionIcon>
          <BrandMark />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={openPalette}
            aria-label={t("palette.open")}
          >
            <IconSearch size={20} />
          </ActionIcon>
        </header>
      ) : (
        <aside className={classes.aside} aria-label={t("nav.label")}>
          <Sidebar narrow={narrow} onNarrow={() => setNarrow(!narrow)} onSearch={openPalette} />
        </aside>
      )}
      {small && (
        <Suspense fallback={null}>
          <MobileNavigation opened={drawer} onClose={close} onSearch={openPalette} />
        </Suspense>
      )}
      <div className={classes.content}>
        <ImpersonationBanner />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Suspense fallback={<PagePending />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {palette !== "unloaded" && (
        <Suspense fallback={null}>
          <CommandPalette opened={palette === "open"} onClose={() => setPalette("closed")} />
        </Suspense>
      )}
    </div>
  );
}
