import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import classes from "./inbox.module.css";

const RECEIVED = "/admin/mail/inbox/received";

/** The two views of what arrives. Conversations belong to an organisation; all mail is also the platform's. */
export function InboxTabs() {
  const { t } = useTranslation("inbox");
  const path = usePath();
  const { organization } = useMe();
  const isReceived = useRouterState({ select: ({ location }) => location.pathname.includes(RECEIVED) });
  const tabs = [
    ...(organization
      ? [{ to: "/admin/mail/inbox", label: t("tab.conversations"), active: !isReceived }]
      : []),
    { to: RECEIVED, label: t("tab.received"), active: isReceived },
  ];
  return (
    <nav className={classes.tabs} aria-label={t("tab.label")}>
      {tabs.map(({ to, label, active }) => (
        <Link
          key={to}
          to={path(to)}
          className={classes.tab}
          activeProps={{ "aria-current": undefined }}
          data-active={active || undefined}
          aria-current={active ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
