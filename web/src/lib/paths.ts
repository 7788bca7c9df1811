import { useTranslation } from "react-i18next";

/** Builds an address in the language of the page: `path("/admin/people")` → `/en/admin/people`. */
export function usePath(): (path: string) => string {
  const { i18n } = useTranslation();
  return (path) => localePath(i18n.language, path);
}

export function localePath(locale: string, path: string): string {
  return `/${locale}${path === "/" ? "" : path}`;
}

/** The same page in another language, filters included. */
export function inLocale(locale: string, location: { pathname: string; search: string }): string {
  return location.pathname.replace(/^\/[^/]+/, `/${locale}`) + location.search;
}

/** A `next` address is followed only when it stays in this app. */
export function safeNext(next: string | undefined): string | undefined {
  return next && /^\/(en|es)(\/|\?|$)/.test(next) && !next.includes("//") ? next : undefined;
}
