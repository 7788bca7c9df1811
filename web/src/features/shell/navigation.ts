import {
  type Icon,
  IconAddressBook,
  IconBuilding,
  IconCpu,
  IconFileImport,
  IconGauge,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconListDetails,
  IconMailCog,
  IconMailDown,
  IconMailOff,
  IconReportAnalytics,
  IconSend,
  IconSettings,
  IconSparkles,
  IconSpeakerphone,
  IconTemplate,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  IconWorld,
} from "@tabler/icons-react";
import type { Me, PermissionKey } from "@/lib/api-types";

export type NavItem = {
  /** Its text is `shell:nav.<key>`. */
  key: string;
  path: string;
  icon: Icon;
  /** Who lacks it does not see the entry. */
  permission?: PermissionKey;
  /** Shows how many conversations are unread. */
  countsUnread?: boolean;
  /** Pages that are reached by tabs of the page itself; the command palette knows them too. */
  pages?: readonly NavItem[];
};
export type NavSection = { key: string; items: readonly NavItem[] };

/** Everybody's own use of the models, wherever they stand. */
const AI: NavItem = { key: "ai", path: "/account/ai", icon: IconSparkles, permission: "ai.use" };

const SECTIONS: readonly NavSection[] = [
  { key: "desk", items: [{ key: "home", path: "/", icon: IconHome }, AI] },
  {
    key: "mail",
    items: [
      {
        key: "inbox",
        path: "/admin/mail/inbox",
        icon: IconInbox,
        permission: "mail.read",
        countsUnread: true,
        pages: [{ key: "received", path: "/admin/mail/inbox/received", icon: IconMailDown }],
      },
      { key: "mail", path: "/admin/mail", icon: IconSend, permission: "mail.read" },
      {
        key: "campaigns",
        path: "/admin/mail/campaigns",
        icon: IconSpeakerphone,
        permission: "mail.read",
        pages: [
          {
            key: "ai_report",
            path: "/admin/mail/ai",
            icon: IconReportAnalytics,
            permission: "ai.usage_read",
          },
        ],
      },
      { key: "templates", path: "/admin/email-templates", icon: IconTemplate, permission: "templates.read" },
      {
        key: "deliverability",
        path: "/admin/mail/deliverability",
        icon: IconGauge,
        permission: "mail.read",
        pages: [{ key: "suppressions", path: "/admin/mail/suppressions", icon: IconMailOff }],
      },
      {
        key: "mail_setup",
        path: "/admin/mail/sending",
        icon: IconMailCog,
        permission: "organization.manage",
        pages: [
          { key: "sending", path: "/admin/mail/sending", icon: IconMailCog },
          { key: "receiving", path: "/admin/mail/receiving", icon: IconMailDown },
        ],
      },
    ],
  },
  {
    key: "people",
    items: [
      {
        key: "contacts",
        path: "/admin/contacts",
        icon: IconAddressBook,
        permission: "contacts.read",
        pages: [
          { key: "lists", path: "/admin/contacts/lists", icon: IconListDetails },
          { key: "segments", path: "/admin/contacts/segments", icon: IconUsersGroup },
          {
            key: "imports",
            path: "/admin/contacts/imports",
            icon: IconFileImport,
            permission: "contacts.manage",
          },
        ],
      },
      { key: "team", path: "/admin/people", icon: IconUsers, permission: "people.read" },
    ],
  },
  {
    key: "organization",
    items: [
      { key: "ai_models", path: "/admin/ai/management", icon: IconCpu, permission: "ai.manage" },
      { key: "settings", path: "/admin/settings", icon: IconSettings, permission: "organization.manage" },
      { key: "api_keys", path: "/admin/api-keys", icon: IconKey, permission: "keys.manage" },
      { key: "audit", path: "/admin/audit", icon: IconHistory, permission: "audit.read" },
    ],
  },
];

/** For superadmins outside any organisation, whose own pages have no subject there. */
const PLATFORM: readonly NavSection[] = [
  { key: "desk", items: [{ key: "home", path: "/", icon: IconHome }, AI] },
  {
    key: "platform",
    items: [
      { key: "organizations", path: "/superadmin/organizations", icon: IconBuilding },
      { key: "ai_models", path: "/superadmin/ai/models", icon: IconCpu },
      { key: "global_templates", path: "/superadmin/email-templates", icon: IconWorld },
      {
        key: "mail",
        path: "/admin/mail",
        icon: IconSend,
        permission: "mail.read",
        pages: [{ key: "received", path: "/admin/mail/inbox/received", icon: IconMailDown }],
      },
      { key: "mail_setup", path: "/superadmin/mail", icon: IconMailCog, permission: "platform.manage" },
    ],
  },
];

/** Reached through the user menu and the command palette. */
export const ACCOUNT_ITEMS: readonly NavItem[] = [
  { key: "account", path: "/account", icon: IconUserCircle },
  { key: "security", path: "/account/security", icon: IconKey },
];

const BEGINNINGS: readonly NavItem[] = [
  {
    key: "new_campaign",
    path: "/admin/mail/campaigns/new",
    icon: IconSpeakerphone,
    permission: "campaigns.manage",
  },
  {
    key: "new_template",
    path: "/admin/email-templates/new",
    icon: IconTemplate,
    permission: "templates.manage",
  },
  {
    key: "new_segment",
    path: "/admin/contacts/segments/new",
    icon: IconUsersGroup,
    permission: "campaigns.manage",
  },
];

const isAllowed = (me: Me, { permission }: NavItem) => !permission || me.permissions.includes(permission);

/** What the person may see. Inside an organisation a superadmin acts as its admin. */
export function sectionsFor(me: Me): NavSection[] {
  const outside = me.profile?.role === "superadmin" && !me.organization;
  const allowed = (item: NavItem) => isAllowed(me, item);
  return (outside ? PLATFORM : SECTIONS)
    .map((section) => ({
      ...section,
      items: section.items
        .filter(allowed)
        .map((item) => (item.pages ? { ...item, pages: item.pages.filter(allowed) } : item)),
    }))
    .filter((section) => section.items.length > 0);
}

/** Every page that the person may go to; an entry that has only tabs gives way to them. */
export function pagesFor(me: Me): NavItem[] {
  return sectionsFor(me).flatMap(({ items }) =>
    items.flatMap((item) => {
      const pages = item.pages ?? [];
      return pages.some(({ path }) => path === item.path) ? pages : [item, ...pages];
    }),
  );
}

/** What the person may begin from anywhere. */
export function beginningsFor(me: Me): NavItem[] {
  return me.organization ? BEGINNINGS.filter((item) => isAllowed(me, item)) : [];
}

/** The one entry that a page belongs to: that with the longest address, its own or of its pages, that the page is
 * under. The inbox stands below the outbox's address and is not part of it. */
export function findCurrent(sections: readonly NavSection[], pathname: string): NavItem | undefined {
  let current: NavItem | undefined;
  let longest = 0;
  for (const item of sections.flatMap((section) => section.items)) {
    for (const { path } of [item, ...(item.pages ?? [])]) {
      const isUnder = path === "/" ? pathname === "/" : `${pathname}/`.startsWith(`${path}/`);
      if (isUnder && path.length > longest) [current, longest] = [item, path.length];
    }
  }
  return current;
}
