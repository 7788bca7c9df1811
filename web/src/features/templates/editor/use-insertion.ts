import { type RefObject, useRef } from "react";
import type { CodeHandle } from "../code/code-editor";
import { insertAt } from "../samples/insertion";
import type { Draft } from "./draft";

export type LineField = "subject" | "preheader";
export type Insertion = {
  code: RefObject<CodeHandle | null>;
  inputs: Record<LineField, RefObject<HTMLInputElement | null>>;
  /** Tells which field placeholders go to from now on. */
  focused: (field: LineField | "code") => void;
  insert: (snippet: string) => void;
};

/** Inserts at the cursor of whichever field had the focus last; the code before any had it. */
export function useInsertion(draft: Draft, set: (change: Partial<Draft>) => void): Insertion {
  const code = useRef<CodeHandle>(null);
  const inputs = { subject: useRef<HTMLInputElement>(null), preheader: useRef<HTMLInputElement>(null) };
  const last = useRef<LineField | "code">("code");
  const insert = (snippet: string) => {
    const field = last.current;
    if (field === "code") return code.current?.insert(snippet);
    const input = inputs[field].current;
    const { text, cursor } = insertAt(
      draft[field],
      snippet.replace(/\s*\n\s*/g, " "),
      input?.selectionStart ?? undefined,
      input?.selectionEnd ?? undefined,
    );
    set({ [field]: text });
    // The field has the new text only after it is drawn again.
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(cursor, cursor);
    });
  };
  return {
    code,
    inputs,
    focused: (field) => {
      last.current = field;
    },
    insert,
  };
}
