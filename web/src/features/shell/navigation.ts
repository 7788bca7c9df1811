import {
  type Icon,
  IconAddressBook,
  IconBuilding,
  IconHistory,
  IconHome,
  IconKey,
  IconMail,
  IconSettings,
  IconTemplate,
  IconUserCircle,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import type { Me, Role } from "@/lib/api-types";

export type NavItem = {
  /** Its text is `shell:nav.<key>`. */
  key: string;
  path: string;
  icon: Icon;
  roles: readonly Role[];
};
export type NavSection = { key: string; items: readonly NavItem[] };

const EVERYONE: readonly Role[] = ["superadmin", "admin", "agent", "user"];
const STAFF: readonly Role[] = ["admin", "agent"];
const ADMIN: readonly Role[] = ["admin"];
const SUPERADMIN: readonly Role[] = ["superadmin"];

const SECTIONS: readonly NavSection[] = [
  { key: "desk", items: [{ key: "home", path: "/", icon: IconHome, roles: EVERYONE }] },
  {
    key: "mail",
    items: [
      { key: "templates", path: "/admin/email-templates", icon: IconTemplate, roles: STAFF },
      { key: "mail", path: "/admin/mail", icon: IconMail, roles: STAFF },
    ],
  },
  {
    key: "people",
    items: [
      { key: "contacts", path: "/admin/contacts", icon: IconAddressBook, roles: STAFF },
      { key: "team", path: "/admin/people", icon: IconUsers, roles: ADMIN },
    ],
  },
  {
    key: "organization",
    items: [
      { key: "settings", path: "/admin/settings", icon: IconSettings, roles: ADMIN },
      { key: "api_keys", path: "/admin/api-keys", icon: IconKey, roles: ADMIN },
      { key: "audit", path: "/admin/audit", icon: IconHistory, roles: ADMIN },
    ],
  },
  {
    key: "platform",
    items: [
      { key: "organizations", path: "/superadmin/organizations", icon: IconBuilding, roles: SUPERADMIN },
      { key: "global_templates", path: "/superadmin/email-templates", icon: IconWorld, roles: SUPERADMIN },
    ],
  },
];

/** Reached through the user menu and the command palette. */
export const ACCOUNT_ITEMS: readonly NavItem[] = [
  { key: "account", path: "/account", icon: IconUserCircle, roles: EVERYONE },
  { key: "security", path: "/account/security", icon: IconKey, roles: EVERYONE },
];

/** What the person may see. Inside an organisation a superadmin acts as its admin. */
export function sectionsFor(me: Me): NavSection[] {
  const own = me.profile?.role ?? "user";
  const role: Role = me.impersonation ? "admin" : own;
  return SECTIONS.map((section) => ({
    ...section,
    items: section.items.filter((item) => item.roles.includes(role)),
  })).filter((section) => section.items.length > 0);
}
