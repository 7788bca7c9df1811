import type { MailLocale, TemplateContent, TemplateDetail, TemplateType } from "@/lib/api-types-mail";
import type { EstimateInput, ProposalKind, Tone, WritingBase } from "@/lib/api-types-mail-ai";
import { type ModelKey, partsOf } from "@/lib/usable-models";

/** What may be asked of a model. `write` makes a new template, `personalize` is only looked at. */
export const ACTIONS = ["rewrite", "tone", "translate", "personalize", "write"] as const;
export type Action = (typeof ACTIONS)[number];
/** Of a brief. */
export const MOST_LETTERS = 4000;
export const TONES: readonly Tone[] = ["formal", "casual", "urgent", "friendly", "plain"];

export type Order = {
  action: Action;
  brief: string;
  tone: Tone;
  type: TemplateType;
  /** Of a new template, or what is translated into. */
  locale: MailLocale;
  /** What the model is told of a recipient. */
  facts: Readonly<Record<string, string>>;
  /** The address that it is written for, where it is to be sent. */
  recipient: string;
};

/** What an order is about: a template as it is saved and as it is being written. */
export type Subject = { template: TemplateDetail; draft: TemplateContent };

const WRITTEN = ["subject", "preheader", "html_code", "text_code", "source_format"] as const;

/** What the editor holds unsaved of what a model reads; undefined when that is all saved. */
export function baseOf({ template, draft }: Subject): WritingBase | undefined {
  const changed = WRITTEN.filter((field) => draft[field] !== template[field]);
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((field) => [field, draft[field]]));
}

const KINDS: Record<Action, ProposalKind> = {
  write: "generate",
  rewrite: "generate",
  tone: "tone",
  translate: "translate",
  personalize: "personalize",
};

/** Whether everything is there that the order takes. */
export function isComplete(order: Order): boolean {
  if (order.action === "write" || order.action === "rewrite") return order.brief.trim() !== "";
  return order.action !== "personalize" || Object.keys(order.facts).length > 0;
}

/** The body of a request, beside the path that it goes to. */
export function requestOf(order: Order, model: ModelKey, about: Subject | null) {
  const body = { ...bodyOf(order, model, about), ...recipientOf(order), stream: true };
  return { path: pathOf(order.action), body };
}

function recipientOf({ action, recipient }: Order) {
  return action === "personalize" && recipient ? { recipient } : {};
}

export function estimateOf(order: Order, model: ModelKey, about: Subject | null): EstimateInput {
  return { action: KINDS[order.action], ...bodyOf(order, model, about) };
}

function pathOf(action: Action): string {
  if (action === "tone") return "/api/email/ai-rewrite";
  return action === "translate" ? "/api/email/ai-translate" : "/api/email/ai-generate";
}

function bodyOf(order: Order, model: ModelKey, about: Subject | null) {
  const { model_type: ai_model_type, model_id: ai_model_id } = partsOf(model);
  const asked = { ai_model_type, ai_model_id };
  const prompt = order.brief.trim();
  if (order.action === "write" || !about) {
    return { ...asked, prompt, type: order.type, locale: order.locale };
  }
  const base = baseOf(about);
  const template = { ...asked, template_id: about.template.id, ...(base && { base }) };
  switch (order.action) {
    case "rewrite":
      return { ...template, prompt };
    case "tone":
      return { ...template, tone: order.tone };
    case "translate":
      return { ...template, locale: order.locale };
    case "personalize":
      return { ...template, ...(prompt && { prompt }), recipient_data: order.facts };
  }
}
