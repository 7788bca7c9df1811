import { Alert, Anchor, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconRobot } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReceivedInThread } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import classes from "./conversation.module.css";
import { MailContent } from "./mail-content";
import { MessageFrame } from "./message-frame";
import { Protection } from "./protection";
import { sourceUrl } from "./queries";
import { Verdict } from "./verdict";

type ReceivedMessageProps = { mail: ReceivedInThread; isOpenAtFirst: boolean };

/** A mail that came in. */
export function ReceivedMessage({ mail, isOpenAtFirst }: ReceivedMessageProps) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  return (
    <MessageFrame
      name={mail.from_name || mail.from_address}
      address={mail.from_address}
      to={mail.to_addresses.length > 0 ? mail.to_addresses : mail.envelope_to}
      cc={mail.cc_addresses}
      at={mail.created_at}
      snippet={mail.snippet}
      isOpenAtFirst={isOpenAtFirst}
      marks={
        <>
          {mail.is_automatic && (
            <Text span size="xs" c="dimmed" className={classes.mark}>
              <IconRobot size={14} aria-hidden /> {t("mark.automatic")}
            </Text>
          )}
          <Protection protection={mail.protection} />
          <Verdict authentication={mail.authentication} isSpoofed={mail.is_spoofed} />
        </>
      }
    >
      {mail.is_spoofed && <SpoofedWarning />}
      <MailContent mail={mail} />
      <Group gap="md" mt="sm">
        <Anchor component={Link} size="xs" c="dimmed" to={path(`/admin/mail/inbox/received/${mail.id}`)}>
          {t("details")}
        </Anchor>
        <Anchor size="xs" c="dimmed" href={sourceUrl(mail.id)} target="_blank" rel="noreferrer">
          {t("source")}
        </Anchor>
      </Group>
    </MessageFrame>
  );
}

export function SpoofedWarning() {
  const { t } = useTranslation("inbox");
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={t("spoofed.title")}
      mb="sm"
      role="alert"
    >
      {t("spoofed.text")}
    </Alert>
  );
}
