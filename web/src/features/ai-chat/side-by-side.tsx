import { Button, Text, Textarea, VisuallyHidden } from "@mantine/core";
import { IconArrowsSplit, IconPlayerStopFilled } from "@tabler/icons-react";
import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { modelKeyOf } from "@/lib/usable-models";
import { ModelIcon } from "@/ui/ai/model-icon";
import { Surface } from "@/ui/surface/surface";
import { AnswerView } from "./answer-view";
import classes from "./chat.module.css";
import { type Chat, type ChatSettings, useChat } from "./use-chat";

const SETTINGS: ChatSettings = { instructions: "", max_tokens: null, temperature: null };

/** One question to several models at once; each answers, and is paid for, by itself. */
export function SideBySide({ models }: { models: AiModel[] }) {
  const { t } = useTranslation("ai-chat");
  const able = models.filter((model) => model.usable && model.capabilities.includes("chat"));
  const chats = useRef(new Map<string, Chat>());
  const [text, setText] = useState("");
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    for (const chat of chats.current.values()) chat.send(text.trim());
  };
  if (able.length === 0) return null;
  return (
    <Surface title={t("side_by_side.title")} description={t("side_by_side.text", { count: able.length })}>
      <form onSubmit={ask} className={classes.questionForm}>
        <Textarea
          aria-label={t("message")}
          placeholder={t("side_by_side.placeholder")}
          minRows={2}
          maxRows={8}
          flex={1}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!text.trim()} leftSection={<IconArrowsSplit size={16} aria-hidden />}>
          {t("side_by_side.ask", { count: able.length })}
        </Button>
      </form>
      <div className={classes.columns}>
        {able.map((model) => (
          <Column
            key={modelKeyOf(model)}
            model={model}
            ref={(chat) => {
              if (chat) chats.current.set(modelKeyOf(model), chat);
              else chats.current.delete(modelKeyOf(model));
            }}
          />
        ))}
      </div>
    </Surface>
  );
}

function Column({ model, ref }: { model: AiModel; ref: Ref<Chat> }) {
  const { t } = useTranslation("ai-chat");
  const chat = useChat(model, SETTINGS, "compare");
  useImperativeHandle(ref, () => chat);
  return (
    <section className={classes.column} aria-label={model.name} aria-busy={chat.streaming}>
      <div className={classes.columnHead}>
        <ModelIcon icon={model.icon} name={model.name} size="sm" />
        <Text size="sm" fw={600} flex={1} className="fd-break">
          {model.name}
        </Text>
        {chat.streaming && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerStopFilled size={12} aria-hidden />}
            aria-label={t("side_by_side.stop", { name: model.name })}
            onClick={chat.stop}
          >
            {t("stop")}
          </Button>
        )}
      </div>
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
    </section>
  );
}
