import { Button, Group, SegmentedControl, Text, UnstyledButton } from "@mantine/core";
import { IconDots, IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReceivedDetail } from "@/lib/api-types-inbox";
import { Attachments } from "./attachments";
import classes from "./conversation.module.css";
import { Invitations } from "./invitations";
import { LinkedText } from "./linked-text";
import { htmlUrl } from "./queries";

/** What a mail says: its new words first, what it quotes and its signature folded; as it was designed, if wanted. */
export function MailContent({ mail }: { mail: ReceivedDetail }) {
  const { t } = useTranslation("inbox");
  // A mail that is all pictures and tables says nothing as text.
  const [view, setView] = useState(mail.html && !mail.new_text.trim() ? "html" : "text");
  return (
    <>
      <Invitations invitations={mail.invitations} />
      {mail.html && (
        <SegmentedControl
          size="xs"
          mb="sm"
          aria-label={t("view.label")}
          value={view}
          onChange={setView}
          data={[
            { value: "text", label: t("view.text") },
            { value: "html", label: t("view.html") },
          ]}
        />
      )}
      {view === "html" ? <Designed mail={mail} /> : <Words mail={mail} />}
      <Attachments attachments={mail.attachments} />
    </>
  );
}

function Words({ mail }: { mail: ReceivedDetail }) {
  const { t } = useTranslation("inbox");
  const words = mail.new_text.trim() || (mail.quoted_text || mail.signature ? "" : mail.text.trim());
  return (
    <>
      {words ? (
        <LinkedText text={words} />
      ) : (
        <Text size="sm" c="dimmed" fs="italic">
          {t("no_words")}
        </Text>
      )}
      <Folded text={mail.signature} show={t("signature.show")} hide={t("signature.hide")} />
      <Folded text={mail.quoted_text} show={t("quoted.show")} hide={t("quoted.hide")} />
    </>
  );
}

function Folded({ text, show, hide }: { text: string; show: string; hide: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!text.trim()) return null;
  return (
    <div className={classes.folded}>
      <UnstyledButton className={classes.unfold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconDots size={14} aria-hidden /> {isOpen ? hide : show}
      </UnstyledButton>
      {isOpen && (
        <div className={classes.quoted}>
          <LinkedText text={text.trim()} />
        </div>
      )}
    </div>
  );
}

/** Shut off: no scripts, no forms, no origin. Links open in a window of their own. */
function Designed({ mail }: { mail: ReceivedDetail }) {
  const { t } = useTranslation("inbox");
  const [withPictures, setPictures] = useState(false);
  return (
    <>
      {mail.holds_images_back && (
        <Group gap="xs" className={classes.held}>
          <IconPhoto size={16} aria-hidden />
          <Text size="xs" flex="1 1 14rem">
            {withPictures ? t("pictures.shown") : t("pictures.held")}
          </Text>
          {!withPictures && (
            <Button size="compact-xs" variant="default" onClick={() => setPictures(true)}>
              {t("pictures.show")}
            </Button>
          )}
        </Group>
      )}
      <iframe
        key={String(withPictures)}
        className={classes.frame}
        title={t("view.frame")}
        src={htmlUrl(mail.id, withPictures)}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
      />
    </>
  );
}
