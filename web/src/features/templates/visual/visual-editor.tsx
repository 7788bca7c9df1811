import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Placeholder, TemplateProblem } from "@/lib/api-types-mail";
import { createActions, type Done } from "./actions";
import { EDITABLE } from "./canvas/use-keys";
import { type Brand, type Panel, type Surroundings, SurroundingsContext } from "./context";
import type { Design, Node } from "./model";
import { ObstacleNote } from "./obstacle-note";
import { StoreContext, usePicked } from "./store";
import { insertSnippet } from "./text/text-editor";
import { find, pathTo } from "./tree";
import { nodeAt, type Open, useDesign } from "./use-design";
import { useDragging } from "./use-drag";
import { useSamples, useWords } from "./use-words";
import { useWriter } from "./use-writer";
import { Workbench } from "./workbench";

export type VisualHandle = {
  /** Into the text that is being edited; false when there is none. */
  insert: (snippet: string) => boolean;
  jumpTo: (line: number, column: number) => void;
  focus: () => void;
};

export type VisualEditorProps = {
  code: string;
  design: Design | null;
  onChange: (next: { html_code: string; design: Design }) => void;
  onFocus: () => void;
  handle?: Ref<VisualHandle>;
  placeholders: readonly Placeholder[];
  brand: Brand;
  problems: readonly TemplateProblem[];
  readOnly: boolean;
  undo: () => void;
  redo: () => void;
  /** Leads to the code, where what cannot become blocks can be mended. */
  onLeave?: () => void;
};

/** Edits a template's MJML as blocks. */
export function VisualEditor(props: VisualEditorProps) {
  const open = useDesign(props);
  return (
    <StoreContext.Provider value={open.store}>
      {open.obstacle ? (
        <ObstacleNote obstacle={open.obstacle} onLeave={props.onLeave} />
      ) : (
        <Blocks {...props} open={open} />
      )}
    </StoreContext.Provider>
  );
}

function Blocks(props: VisualEditorProps & { open: Open }) {
  const { open, handle, placeholders, brand, readOnly, undo, redo, onFocus } = props;
  const { store, places, flush } = open;
  const { t } = useTranslation("template-visual");
  const [isMobile, setMobile] = useState(false);
  const [panel, setPanel] = useState<Panel | null>(null);
  const [picture, setPicture] = useState<{ id: string; attribute: string } | null>(null);
  const [said, setSaid] = useState("");
  const { writer, setWriter } = useWriter();
  const click = useRef<{ x: number; y: number }>(null);
  const samples = useSamples(placeholders);
  const words = useWords(samples);
  useProblems(props.problems, open);
  const head = usePicked(({ design }) => design.head);
  const defaults = useMemo(() => ({ ...store.read().design, head }), [store, head]);

  const tell = useRef<(done: Done, node: Node) => void>(() => {});
  tell.current = (done, node) => {
    const holders = pathTo(store.read().design, node.id).slice(0, -1);
    const where = holders.map((each) => words.name(each)).join(", ") || t("path.body");
    // Said twice in a row, it is heard twice: the two differ by a space.
    const text = t(`said.${done}`, { name: words.describe(node), where });
    setSaid((before) => (before === text ? `${text}\u00a0` : text));
  };
  const actions = useMemo(() => createActions(store, (done, node) => tell.current(done, node)), [store]);
  useDragging(store, actions);

  const pickImage = useCallback((id: string, attribute = "src") => setPicture({ id, attribute }), []);
  const surroundings = useMemo<Surroundings>(
    () => ({
      ...{ actions, words, samples, brand, readOnly, isMobile, defaults },
      ...{ open: setPanel, pickImage, click, setWriter },
    }),
    [actions, words, samples, brand, readOnly, isMobile, defaults, pickImage, setWriter],
  );

  useImperativeHandle(
    handle,
    () => ({
      insert: (snippet) => {
        if (readOnly) return false;
        const { selected, editing, design } = store.read();
        if (writer && editing) return insertSnippet(writer, snippet);
        const node = selected ? find(design, selected) : null;
        if (node?.kind !== "leaf" || !EDITABLE.has(node.tag)) return false;
        actions.setHtml(node.id, `${node.html}${node.html ? " " : ""}${snippet}`);
        return true;
      },
      jumpTo: (line, column) => {
        flush();
        const id = nodeAt(places, line, column);
        if (!id) return;
        const holders = new Set(pathTo(store.read().design, id).map((node) => node.id));
        store.set({ folded: new Set([...store.read().folded].filter((each) => !holders.has(each))) });
        actions.select(id);
        requestAnimationFrame(() => {
          const block = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`);
          block?.scrollIntoView({ block: "center" });
          block?.focus({ preventScroll: true });
        });
      },
      focus: () => {
        const { selected } = store.read();
        const wanted = selected ? `[data-block="${CSS.escape(selected)}"]` : "[data-visual-ground]";
        document.querySelector<HTMLElement>(wanted)?.focus();
      },
    }),
    [store, actions, places, flush, writer, readOnly],
  );

  return (
    <SurroundingsContext.Provider value={surroundings}>
      <Workbench
        {...{ isMobile, setMobile, panel, setPanel, writer, undo, redo, flush, onFocus, picture }}
        onPictureDone={() => setPicture(null)}
      />
      <div className="mantine-visually-hidden" aria-live="polite" style={HIDDEN}>
        {said}
      </div>
    </SurroundingsContext.Provider>
  );
}

const HIDDEN = {
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
} as const;

/** Problems of the code by the block they lie in. */
function useProblems(problems: readonly TemplateProblem[], { store, places }: Open) {
  const byBlock = useMemo(() => {
    const found = new Map<string, TemplateProblem[]>();
    for (const problem of problems) {
      if (problem.field !== "html_code" || problem.line < 1) continue;
      const id = nodeAt(places, problem.line, problem.column);
      if (id) found.set(id, [...(found.get(id) ?? []), problem]);
    }
    return found;
  }, [problems, places]);
  useEffect(() => {
    const worst = (list: TemplateProblem[]) =>
      list.some(({ level }) => level === "error") ? ("error" as const) : ("warning" as const);
    // Known to the store and not to the surroundings: a problem more draws its block anew, and no other.
    const marks = new Map([...byBlock].map(([id, list]) => [id, worst(list)]));
    store.set({ marks, problems: byBlock });
  }, [byBlock, store]);
}
