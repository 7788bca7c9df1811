import type * as monaco from "monaco-editor/editor/editor.api";
import type { Placeholder } from "@/lib/api-types-mail";

/** What completion and hovering know about an open text. */
export type Knowledge = {
  placeholders: readonly Placeholder[];
  /** Names that the data of the preview have no value for. */
  missing: ReadonlySet<string>;
  words: (key: string, values?: Record<string, string>) => string;
};

const known = new WeakMap<monaco.editor.ITextModel, Knowledge>();
const NOTHING: Knowledge = { placeholders: [], missing: new Set(), words: (key) => key };

export const tell = (model: monaco.editor.ITextModel, knowledge: Knowledge) => known.set(model, knowledge);
export const knowledgeOf = (model: monaco.editor.ITextModel) => known.get(model) ?? NOTHING;
