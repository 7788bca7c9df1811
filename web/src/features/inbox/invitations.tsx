import { Text } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Invitation } from "@/lib/api-types-inbox";
import { Time } from "@/ui/time/time";
import classes from "./conversation.module.css";

/** Meetings that a mail speaks of, from its calendar parts. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const { t } = useTranslation("inbox");
  return invitations.map((invitation) => (
    <div key={`${invitation.uid}${invitation.start}`} className={classes.invitation}>
      <IconCalendarEvent size={22} aria-hidden />
      <div>
        <Text size="xs" c="dimmed">
          {t(`invitation.${invitation.method.toLowerCase()}`, { defaultValue: t("invitation.other") })}
        </Text>
        <Text size="sm" fw={620} className="fd-break">
          {invitation.summary || t("invitation.untitled")}
        </Text>
        {invitation.start && <When start={invitation.start} />}
      </div>
    </div>
  ));
}

/** What a calendar names without a zone is shown as it stands. */
function When({ start }: { start: string }) {
  const isMoment = /T.*(Z|[+-]\d\d:?\d\d)$/.test(start) && !Number.isNaN(Date.parse(start));
  return (
    <Text size="sm" component="div">
      {isMoment ? <Time at={start} mode="absolute" /> : start.replace("T", " ")}
    </Text>
  );
}
