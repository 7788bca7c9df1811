import type { Editor } from "@tiptap/core";
import { createContext, type RefObject, useContext } from "react";
import type { Actions } from "./actions";
import type { Design } from "./model";
import type { Samples } from "./samples";
import type { Words } from "./use-words";

export type Brand = { colors: readonly string[]; logoUrl: string; name: string };

/** What every block and field of one open design shares; changes seldom. */
export type Surroundings = {
  actions: Actions;
  words: Words;
  samples: Samples;
  brand: Brand;
  readOnly: boolean;
  isMobile: boolean;
  /** For effective attributes: a design whose head is the current one. */
  defaults: Design;
  /** Opens the panel of blocks or of properties where they do not stand beside the canvas. */
  open: (panel: Panel) => void;
  /** Asks for a picture; its address goes into the attribute, `src` where none is named. */
  pickImage: (id: string, attribute?: string) => void;
  /** Where the last click was, for the cursor of a text that it opens. */
  click: RefObject<{ x: number; y: number } | null>;
  /** The editor of the text being written in, for the toolbar above the canvas. */
  setWriter: (writer: Editor | null) => void;
};
export type Panel = "blocks" | "properties";

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (!found) throw new Error("no visual editor around");
  return found;
}
