import { Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { ModelIcon } from "@/ui/ai/model-icon";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { AnswerView } from "./answer-view";
import classes from "./chat.module.css";
import type { Chat } from "./use-chat";

const NEAR = 80;

/** What was said so far. It follows an answer that grows, unless the reader has scrolled away. */
export function Thread({ chat, model }: { chat: Chat; model: AiModel | undefined }) {
  const { t } = useTranslation("ai-chat");
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const last = chat.turns.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each piece of text that arrives
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [chat.turns]);
  return (
    <div
      ref={box}
      className={classes.thread}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t("thread")}
      aria-busy={chat.streaming}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      {chat.turns.length === 0 && model && <Welcome model={model} />}
      {chat.turns.map((turn, index) =>
        turn.role === "user" ? (
          <div key={turn.id} className={classes.question}>
            <VisuallyHidden>{t("you")}</VisuallyHidden>
            {turn.text}
          </div>
        ) : (
          <AnswerView
            key={turn.id}
            answer={turn}
            onAgain={index === chat.turns.length - 1 && !chat.streaming ? chat.again : undefined}
          />
        ),
      )}
      <VisuallyHidden role="status">
        {last?.role === "assistant" && last.state !== "streaming" ? t(`said.${last.state}`) : ""}
      </VisuallyHidden>
    </div>
  );
}

function Welcome({ model }: { model: AiModel }) {
  const { t } = useTranslation("ai-chat");
  return (
    <div className={classes.welcome}>
      <ModelIcon icon={model.icon} name={model.name} size="lg" dimmed={!model.usable} />
      <Text fw={600} size="lg">
        {model.name}
      </Text>
      <Text size="sm" c="dimmed" maw="30rem">
        {model.description || t("welcome")}
      </Text>
      {model.refusal && <RefusalNote refusal={model.refusal} />}
    </div>
  );
}
