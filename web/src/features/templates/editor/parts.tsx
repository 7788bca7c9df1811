import { createContext, type ReactNode, useContext } from "react";
import type { TemplateContent, TemplateDetail } from "@/lib/api-types-mail";
import type { EditorPart, EditorParts, Writing } from "@/lib/template-writing";
import { type Draft, rebase, toDraft } from "./draft";
import type { Editing } from "./use-editing";
import type { Places } from "./use-places";

type Brought = { parts: EditorParts; writing: Writing };
const Context = createContext<Brought | null>(null);

type PartsProviderProps = {
  parts: EditorParts;
  editing: Editing;
  places: Places;
  home: string;
  children: ReactNode;
};

export function PartsProvider({ parts, editing, places, home, children }: PartsProviderProps) {
  const { base, draft, set } = editing;
  const writing: Writing = {
    ...{ template: base, draft, home, jump: places.jump },
    set: (change) => set(change, { coalesce: `part:${Date.now()}` }),
    take: (newest) => editing.adopt(newest, besideProposal(editing, newest)),
    merge: editing.overtake,
  };
  return <Context value={{ parts, writing }}>{children}</Context>;
}

/** What another feature brings to this place of the editor. */
export function Part({ name }: { name: EditorPart }) {
  const brought = useContext(Context);
  if (!brought) return null;
  const Shown = brought.parts[name];
  return <Shown writing={brought.writing} />;
}

const PROPOSED = ["subject", "preheader", "html_code", "text_code", "source_format", "design"] as const;

/** The draft on top of an accepted proposal: what a proposal does not write stays as it was typed. */
export function besideProposal(
  { base, draft }: { base: TemplateDetail; draft: Draft },
  newest: TemplateDetail,
) {
  const written = Object.fromEntries(PROPOSED.map((field) => [field, draft[field]]));
  return rebase({ base, draft }, newest, { ...toDraft(base), ...written } as TemplateContent).draft;
}
