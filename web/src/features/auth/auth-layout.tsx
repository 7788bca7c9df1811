import { Anchor, Group } from "@mantine/core";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { LOCALE_NAMES, LOCALES, rememberLocale } from "@/lib/i18n";
import { inLocale } from "@/lib/paths";
import { BrandMark } from "@/ui/brand/brand-mark";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./auth-layout.module.css";

/** The frame of the pages before sign-in: form on one side, what Frontdesk is on the other. */
export function AuthLayout() {
  const { t, i18n } = useTranslation("auth");
  const location = useRouterState({ select: (state) => state.location });
  return (
    <div className={classes.frame}>
      <div className={classes.side}>
        <header className={classes.header}>
          <BrandMark size={28} />
          <Group gap="sm" component="nav" aria-label={t("layout.language")}>
            {LOCALES.map((locale) => (
              <Anchor
                key={locale}
                href={inLocale(locale, { pathname: location.pathname, search: location.searchStr })}
                lang={locale}
                size="sm"
                c={i18n.language === locale ? undefined : "dimmed"}
                aria-current={i18n.language === locale ? "true" : undefined}
                onClick={() => rememberLocale(locale)}
              >
                {LOCALE_NAMES[locale]}
              </Anchor>
            ))}
          </Group>
        </header>
        <main id="main" className={classes.main}>
          <Suspense fallback={<PagePending />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <aside className={classes.poster} aria-label={t("layout.about")}>
        <Bell />
        <p className={classes.claim}>{t("layout.claim")}</p>
        <ul className={classes.points}>
          {(["templates", "people", "yours"] as const).map((point) => (
            <li key={point}>{t(`layout.point.${point}`)}</li>
          ))}
        </ul>
      </aside>
    </div>
  );
}

function Bell() {
  return (
    <svg viewBox="0 0 200 130" className={classes.bell} aria-hidden="true">
      <path d="M28 112h144" strokeWidth="7" />
      <path d="M40 112a60 60 0 0 1 120 0" strokeWidth="7" />
      <path d="M100 52V34M86 34h28" strokeWidth="7" />
      <path d="M34 56 20 44M166 56l14-12M62 26l-8-14M138 26l8-14" strokeWidth="4" className={classes.ring} />
      <path d="M60 108a41 41 0 0 1 22-33" strokeWidth="4" className={classes.shine} />
    </svg>
  );
}
