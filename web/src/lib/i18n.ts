import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Locale } from "./api-types";

export const LOCALES: readonly Locale[] = ["en", "es"];
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", es: "Español" };
const CHOICE = "frontdesk.locale";

const files = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", { import: "default" });

/** One chunk per language and namespace, fetched when a page first needs it. */
const chunks: BackendModule = {
  type: "backend",
  init() {},
  read(locale, namespace, done) {
    const load = files[`../locales/${locale}/${namespace}.json`];
    if (!load) return done(new Error(`no text ${locale}/${namespace}`), null);
    load().then(
      (text) => done(null, text),
      (error: Error) => done(error, null),
    );
  },
};

export async function startI18n(locale: Locale): Promise<void> {
  await i18next
    .use(chunks)
    .use(initReactI18next)
    .init({
      lng: locale,
      fallbackLng: false,
      supportedLngs: [...LOCALES],
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

/** For route loaders: fetches a page's text beside its code instead of after it. */
export function loadText(...namespaces: string[]): () => Promise<void> {
  return () => i18next.loadNamespaces(namespaces);
}

export function isLocale(value: string): value is Locale {
  return (LOCALES as readonly string[]).includes(value);
}

export async function switchLocale(locale: Locale): Promise<void> {
  document.documentElement.lang = locale;
  if (i18next.language !== locale) await i18next.changeLanguage(locale);
}

export function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(CHOICE, locale);
  } catch {
    // Storage is blocked: the address still carries the language.
  }
}

/** The language for an address without one: chosen before, else the browser's, else English. */
export function bestLocale(): Locale {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(CHOICE);
  } catch {
    // Storage is blocked.
  }
  const wanted = [chosen ?? "", ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.find(isLocale) ?? "en";
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : "en";
}
