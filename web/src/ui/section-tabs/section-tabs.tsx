import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PermissionKey } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import classes from "./section-tabs.module.css";

type Tab = { key: string; path: string; permission?: PermissionKey };

/** Pages that stand side by side under one entry of the navigation. Their names are `common:section_page.<key>`. */
const SECTIONS = {
  audience: [
    { key: "contacts", path: "/admin/contacts" },
    { key: "lists", path: "/admin/contacts/lists" },
    { key: "segments", path: "/admin/contacts/segments" },
    { key: "imports", path: "/admin/contacts/imports", permission: "contacts.manage" },
  ],
  campaigns: [
    { key: "campaigns", path: "/admin/mail/campaigns" },
    { key: "ai_report", path: "/admin/mail/ai", permission: "ai.usage_read" },
  ],
  delivery: [
    { key: "deliverability", path: "/admin/mail/deliverability" },
    { key: "suppressions", path: "/admin/mail/suppressions" },
  ],
  mail_setup: [
    { key: "sending", path: "/admin/mail/sending" },
    { key: "receiving", path: "/admin/mail/receiving" },
  ],
} as const satisfies Record<string, readonly Tab[]>;

type Section = keyof typeof SECTIONS;
type SectionTabsProps<S extends Section> = { section: S; current: (typeof SECTIONS)[S][number]["key"] };

export function SectionTabs<S extends Section>({ section, current }: SectionTabsProps<S>) {
  const { t } = useTranslation();
  const path = usePath();
  const { permissions } = useMe();
  const tabs: readonly Tab[] = SECTIONS[section];
  return (
    <nav className={classes.tabs} aria-label={t(`section.${section}`)}>
      {tabs
        .filter(({ permission }) => !permission || permissions.includes(permission))
        .map(({ key, path: to }) => (
          <Link
            key={key}
            to={path(to)}
            className={classes.tab}
            // The router would mark the parent of the page too.
            activeProps={{ "aria-current": undefined }}
            data-active={key === current || undefined}
            aria-current={key === current ? "page" : undefined}
          >
            {t(`section_page.${key}`)}
          </Link>
        ))}
    </nav>
  );
}
