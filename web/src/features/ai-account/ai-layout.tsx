import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { Page } from "@/ui/page/page";
import classes from "./ai-account.module.css";

const SECTIONS = ["models", "chat", "tasks", "own", "usage", "builtin"] as const;
type Section = (typeof SECTIONS)[number];
const PATHS: Record<Section, string> = {
  models: "/account/ai",
  chat: "/account/ai/chat",
  tasks: "/account/ai/tasks",
  own: "/account/ai/own",
  usage: "/account/ai/usage",
  builtin: "/account/ai/builtin",
};

/** What all pages about a person's own use of AI have in common: the heading, and the way from one to the other. */
export function AiLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const here = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, "") });
  const section =
    SECTIONS.find((each) => each !== "models" && here.startsWith(path(PATHS[each]))) ?? "models";
  return (
    <Page title={t(`section.${section}.title`)} description={t(`section.${section}.text`)}>
      <nav className={classes.sections} aria-label={t("sections")}>
        <ul>
          {SECTIONS.map((each) => (
            <li key={each}>
              <Link
                to={path(PATHS[each])}
                className={classes.section}
                activeOptions={{ exact: true, includeSearch: false }}
                aria-current={each === section ? "page" : undefined}
              >
                {t(`section.${each}.tab`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Page>
  );
}
