import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Preview } from "@/lib/api-types-mail";
import { useMe } from "@/lib/session";
import { CUTS, cutAt } from "./lengths";
import classes from "./preview.module.css";

/** How the mail stands in a list of mails: who from, subject, preheader, cut where such lists cut. */
export function InboxLine({ preview, view }: { preview: Preview; view: "desktop" | "mobile" | "dark" }) {
  const { t } = useTranslation("template-preview");
  const sender = useMe().organization?.name ?? t("inbox.platform");
  const isPhone = view === "mobile";
  const subject = preview.subject || t("preview.no_subject");
  const seen = cutAt(subject, isPhone ? CUTS.subject.phone : CUTS.subject.desktop);
  // What the subject leaves of the line goes to the preheader; on phones it has a line of its own.
  const room = isPhone ? CUTS.preheader.phone : Math.max(20, CUTS.preheader.desktop - seen.length);
  return (
    <div className={classes.inbox} data-view={view}>
      <VisuallyHidden>{t("inbox.label")}</VisuallyHidden>
      <span className={classes.monogram} aria-hidden>
        {sender.slice(0, 1).toUpperCase()}
      </span>
      <span className={classes.inboxText}>
        <span className={classes.sender}>{sender}</span>
        <span className={classes.line}>
          <span className={classes.subject} title={subject}>
            {seen}
          </span>
          {preview.preheader && <span className={classes.preheader}>{cutAt(preview.preheader, room)}</span>}
        </span>
      </span>
    </div>
  );
}
