import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AiModel } from "@/lib/api-types-ai";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { type ModelKey, modelKeyOf, modelsQuery, readModelKey } from "@/lib/usable-models";
import { configQuery } from "../queries";
import { estimateOf, isComplete, type Order, requestOf, type Subject } from "./order";
import { useWriter } from "./use-writer";
import { canWrite, choicesOf, firstChoice } from "./writers";

type Start = {
  /** What is rewritten; null for a new template. */
  about: Subject | null;
  type: TemplateType;
  locale: MailLocale;
  /** Models are asked for once they are to be seen. */
  isShown: boolean;
  /** What is asked at first. */
  order?: Partial<Order>;
};

/** What somebody asks of a model and what comes of it: outlives the drawer that shows it. */
export function useGenerator({ about, type, locale, isShown, order: first }: Start) {
  const writer = useWriter();
  const [order, setOrder] = useState<Order>(() => ({
    action: about ? "rewrite" : "write",
    brief: "",
    tone: "plain",
    type,
    locale: about ? (MAIL_LOCALES.find((each) => each !== locale) ?? locale) : locale,
    facts: {},
    recipient: "",
    ...first,
  }));
  const models = useQuery({ ...modelsQuery(), enabled: isShown });
  const config = useQuery({ ...configQuery(about?.template.id ?? 0), enabled: isShown && about !== null });
  const [last, remember] = useLocalStorage({ key: "frontdesk.ai-writer", defaultValue: "" });
  const [chosen, choose] = useState<ModelKey | null>(null);
  const choices = choicesOf(models.data ?? []);
  const key = chosen ?? firstChoice(choices, [keyOf(config.data), readModelKey(last) ?? null]);
  const model = choices.find((each) => modelKeyOf(each) === key);
  const mayAsk = mayWrite(model) && isComplete(order) && writer.course.state !== "writing";
  return {
    order,
    set: (change: Partial<Order>) => setOrder((now) => ({ ...now, ...change })),
    models,
    choices,
    key,
    model,
    choose: (next: ModelKey) => {
      choose(next);
      remember(next);
    },
    config: config.data,
    about,
    writer,
    mayAsk,
    /** What is to be reckoned before anything is asked; null while something is missing. */
    estimate: key && isComplete(order) && model?.usable ? estimateOf(order, key, about) : null,
    ask: () => {
      if (key && mayAsk) writer.ask(requestOf(order, key, about));
    },
  };
}

export type Generator = ReturnType<typeof useGenerator>;

function mayWrite(model: AiModel | undefined): boolean {
  return model?.usable === true && canWrite(model);
}

type Configured = { ai_model_type: AiModel["model_type"] | null; ai_model_id: number | null };

function keyOf(config: Configured | undefined): ModelKey | null {
  if (!config?.ai_model_type || config.ai_model_id === null) return null;
  return modelKeyOf({ model_type: config.ai_model_type, id: config.ai_model_id });
}
