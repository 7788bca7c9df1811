import {
  type Icon,
  IconAddressBook,
  IconBuilding,
  IconCpu,
  IconGauge,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconMail,
  IconMailDown,
  IconMailOff,
  IconSend,
  IconSettings,
  IconSparkles,
  IconSpeakerphone,
  IconTemplate,
  IconUserCircle,
  IconUsers,
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
      },
      { key: "templates", path: "/admin/email-templates", icon: IconTemplate, permission: "templates.read" },
      { key: "mail", path: "/admin/mail", icon: IconMail, permission: "mail.read" },
      { key: "campaigns", path: "/admin/mail/campaigns", icon: IconSpeakerphone, permission: "mail.read" },
      { key: "suppressions", path: "/admin/mail/suppressions", icon: IconMailOff, permission: "mail.read" },
      { key: "deliverability", path: "/admin/mail/deliverability", icon: IconGauge, permission: "mail.read" },
      { key: "sending", path: "/admin/mail/sending", icon: IconSend, permission: "organization.manage" },
      {
        key: "receiving",
        path: "/admin/mail/receiving",
        icon: IconMailDown,
        permission: "organization.manage",
      },
    ],
  },
  {
    key: "people",
    items: [
      { key: "contacts", path: "/admin/contacts", icon: IconAddressBook, permission: "contacts.read" },
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
      { key: "platform_mail", path: "/superadmin/mail", icon: IconSend, permission: "platform.manage" },
      { key: "global_templates", path: "/superadmin/email-templates", icon: IconWorld },
      { key: "mail", path: "/admin/mail", icon: IconMail, permission: "mail.read" },
    ],
  },
];

/** Reached through the user menu and the command palette. */
export const ACCOUNT_ITEMS: readonly NavItem[] = [
  { key: "account", path: "/account", icon: IconUserCircle },
  { key: "security", path: "/account/security", icon: IconKey },
];

/** What the person may see. Inside an organisation a superadmin acts as its admin. */
export function sectionsFor(me: Me): NavSection[] {
  const outside = me.profile?.role === "superadmin" && !me.organization;
  return (outside ? PLATFORM : SECTIONS)
    .map((section) => ({
      ...section,
      items: section.items.filter((item) => !item.permission || me.permissions.includes(item.permission)),
    }))
    .filter((section) => section.items.length > 0);
}
