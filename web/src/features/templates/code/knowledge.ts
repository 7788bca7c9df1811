import type * as monaco from "monaco-editor/editor/editor.api";
import type { FilledPlaceholder } from "../samples/use-sample";

/** What completion and hovering know about an open text. */
export type Knowledge = {
  placeholders: readonly FilledPlaceholder[];
  words: (key: string, values?: Record<string, string>) => string;
};

const known = new WeakMap<monaco.editor.ITextModel, Knowledge>();
const NOTHING: Knowledge = { placeholders: [], words: (key) => key };

export const tell = (model: monaco.editor.ITextModel, knowledge: Knowledge) => known.set(model, knowledge);
export const knowledgeOf = (model: monaco.editor.ITextModel) => known.get(model) ?? NOTHING;
