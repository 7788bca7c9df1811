import { type RefObject, useRef } from "react";
import type { CodeHandle } from "../code/code-editor";
import { insertAt } from "../samples/insertion";
import type { VisualHandle } from "../visual/visual-editor";
import type { Draft } from "./draft";

export type LineField = "subject" | "preheader";
export type Insertion = {
  code: RefObject<CodeHandle | null>;
  visual: RefObject<VisualHandle | null>;
  inputs: Record<LineField, RefObject<HTMLInputElement | null>>;
  /** Tells which field placeholders go to from now on. */
  focused: (field: LineField | "code") => void;
  insert: (snippet: string) => void;
  /** Shows a place of the code, in whichever editor is open. */
  jumpTo: (line: number, column: number) => void;
};

/** Inserts at the cursor of whichever field had the focus last; the code before any had it. */
export function useInsertion(
  draft: Draft,
  set: (change: Partial<Draft>) => void,
  onNowhere: () => void,
): Insertion {
  const code = useRef<CodeHandle>(null);
  const visual = useRef<VisualHandle>(null);
  const inputs = { subject: useRef<HTMLInputElement>(null), preheader: useRef<HTMLInputElement>(null) };
  const last = useRef<LineField | "code">("code");
  const insert = (snippet: string) => {
    const field = last.current;
    if (field === "code") {
      if (!visual.current) return code.current?.insert(snippet);
      // Among blocks there is a cursor only where a text is being edited.
      return visual.current.insert(snippet) ? undefined : onNowhere();
    }
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
    visual,
    inputs,
    focused: (field) => {
      last.current = field;
    },
    insert,
    jumpTo: (line, column) => (visual.current ?? code.current)?.jumpTo(line, column),
  };
}
