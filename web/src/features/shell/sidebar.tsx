import { ActionIcon, Kbd, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { BrandMark } from "@/ui/brand/brand-mark";
import { findCurrent, type NavItem, sectionsFor } from "./navigation";
import { OrganizationBlock } from "./organization-block";
import { unreadQuery } from "./queries";
import classes from "./sidebar.module.css";
import { UserMenu } from "./user-menu";

type SidebarProps = { narrow: boolean; onNarrow?: () => void; onSearch: () => void };

export function Sidebar({ narrow, onNarrow, onSearch }: SidebarProps) {
  const { t } = useTranslation("shell");
  const me = useMe();
  const sections = sectionsFor(me);
  const current = useRouterState({
    select: ({ location }) => findCurrent(sections, location.pathname.replace(/^\/[^/]+/, "") || "/")?.key,
  });
  const toggle = narrow ? t("nav.expand") : t("nav.collapse");
  return (
    <div className={classes.sidebar} data-narrow={narrow || undefined}>
      <div className={classes.top}>
        <BrandMark compact={narrow} />
        {onNarrow && (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onNarrow}
            aria-label={toggle}
            aria-expanded={!narrow}
          >
            {narrow ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
          </ActionIcon>
        )}
      </div>
      <OrganizationBlock narrow={narrow} />
      <UnstyledButton
        className={classes.search}
        onClick={onSearch}
        aria-label={narrow ? t("palette.open") : undefined}
      >
        <IconSearch size={16} aria-hidden />
        {!narrow && (
          <>
            <span>{t("palette.short")}</span>
            <Kbd size="xs" visibleFrom="sm" aria-hidden>
              {isMac() ? "⌘K" : "Ctrl K"}
            </Kbd>
          </>
        )}
      </UnstyledButton>
      <nav className={classes.nav} aria-label={t("nav.label")}>
        {sections.map((section) => (
          <div key={section.key} className={classes.section}>
            {!narrow && section.key !== "desk" && (
              <Text className={classes.heading} component="h2">
                {t(`section.${section.key}`)}
              </Text>
            )}
            <ul className={classes.list}>
              {section.items.map((item) => (
                <li key={item.key}>
                  <NavLinkItem item={item} narrow={narrow} isCurrent={item.key === current} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <UserMenu narrow={narrow} />
    </div>
  );
}

type NavLinkItemProps = { item: NavItem; narrow: boolean; isCurrent: boolean };

function NavLinkItem({ item, narrow, isCurrent }: NavLinkItemProps) {
  const { t } = useTranslation("shell");
  const path = usePath();
  const label = t(`nav.${item.key}`);
  return (
    <Link
      to={path(item.path)}
      className={classes.link}
      // The router goes by addresses alone: it would mark the outbox while somebody reads the inbox.
      activeProps={{ "aria-current": undefined }}
      data-active={isCurrent || undefined}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={narrow ? label : undefined}
      title={narrow ? label : undefined}
    >
      <item.icon size={18} stroke={1.7} aria-hidden />
      {!narrow && <span>{label}</span>}
      {item.countsUnread && <Unread narrow={narrow} />}
    </Link>
  );
}

function Unread({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("shell");
  const { data: number } = useQuery(unreadQuery);
  if (!number) return null;
  return (
    <span className={classes.unread} data-narrow={narrow || undefined}>
      <span aria-hidden>{!narrow && number}</span>
      <VisuallyHidden>{t("nav.unread", { number })}</VisuallyHidden>
    </span>
  );
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
