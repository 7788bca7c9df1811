import { Textarea } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { AskButton } from "@/ui/ai/ask-button";
import classes from "./chat.module.css";
import type { Chat } from "./use-chat";

/** Where the next message is written. While an answer arrives its button stops it, and so does Escape. */
export function Composer({ chat, ready }: { chat: Chat; ready: boolean }) {
  const { t } = useTranslation("ai-chat");
  const [text, setText] = useState("");
  const send = () => {
    if (!ready || chat.streaming || !text.trim()) return;
    chat.send(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && chat.streaming) chat.stop();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        variant="unstyled"
        aria-label={t("message")}
        placeholder={t("placeholder")}
        minRows={2}
        maxRows={10}
        value={text}
        disabled={!ready}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.composerFoot}>
        <span className={classes.hint}>{t("keys")}</span>
        <AskButton
          isRunning={chat.streaming}
          isDisabled={!ready || !text.trim()}
          icon={<IconArrowUp size={16} aria-hidden />}
          ask={t("send")}
          stop={t("stop")}
          onStop={chat.stop}
        />
      </div>
    </form>
  );
}
