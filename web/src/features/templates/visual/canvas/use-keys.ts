import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { Actions } from "../actions";
import { inOrder } from "../places";
import type { Store } from "../store";
import { find, locate, slotsOf } from "../tree";

type Keys = {
  store: Store;
  actions: Actions;
  readOnly: boolean;
  undo: () => void;
  redo: () => void;
  flush: () => void;
  root: RefObject<HTMLElement | null>;
};

/** Everything that can be done by mouse, by keys: what is selected has the focus and follows what was done. */
export function useKeys({ store, actions, readOnly, undo, redo, flush, root }: Keys) {
  const follows = useRef(false);
  useEffect(
    () =>
      store.subscribe(() => {
        if (!follows.current) return;
        requestAnimationFrame(() => focusSelected(store, root, follows));
      }),
    [store, root],
  );

  const changing: Record<string, (id: string) => void> = {
    "alt+ArrowUp": (id) => actions.step(id, -1),
    "alt+ArrowDown": (id) => actions.step(id, 1),
    "alt+ArrowLeft": (id) => actions.out(id),
    Delete: actions.remove,
    Backspace: actions.remove,
    "mod+d": actions.duplicate,
    enter: (id) => goIn(store, actions, id),
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // Menus that the canvas opens lie elsewhere in the page; their keys are their own.
    if (!event.currentTarget.contains(event.target as HTMLElement)) return;
    const key = nameOf(event);
    const { selected, editing } = store.read();
    if (key === "mod+z" || key === "mod+shift+z" || key === "mod+y") {
      event.preventDefault();
      event.stopPropagation();
      follows.current = !editing;
      flush();
      if (!readOnly) (key === "mod+z" ? undo : redo)();
      return;
    }
    if (editing) {
      if (key === "Escape") {
        actions.edit(null);
        focusSelected(store, root, follows);
      }
      return;
    }
    if ((event.target as HTMLElement).closest("input, textarea, button, [role=toolbar], [role=menu]")) return;
    const change = readOnly ? undefined : changing[key];
    if (selected && change) {
      event.preventDefault();
      follows.current = true;
      change(selected);
    } else if (steps(store, key)) {
      event.preventDefault();
      follows.current = true;
      actions.select(nextSelected(store, key));
    }
  };

  const onCopy = (event: ClipboardEvent, isCut: boolean) => {
    const { selected, editing } = store.read();
    if (!selected || editing || isField(event)) return;
    const source = actions.copy(selected);
    if (source === null) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", source);
    if (isCut && !readOnly) {
      follows.current = true;
      actions.remove(selected);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    if (store.read().editing || readOnly || isField(event)) return;
    event.preventDefault();
    follows.current = true;
    actions.paste(event.clipboardData.getData("text/plain"));
  };
  return {
    onKeyDown,
    onCopy: (event: ClipboardEvent) => onCopy(event, false),
    onCut: (event: ClipboardEvent) => onCopy(event, true),
    onPaste,
  };
}

function isField(event: { target: EventTarget }): boolean {
  return (event.target as HTMLElement).closest("input, textarea") !== null;
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const shift = event.shiftKey && mod ? "shift+" : "";
  return `${mod}${event.altKey ? "alt+" : ""}${shift}${event.key.length === 1 || event.key === "Enter" ? event.key.toLowerCase() : event.key}`;
}

function focusSelected(store: Store, root: RefObject<HTMLElement | null>, follows: RefObject<boolean>) {
  follows.current = false;
  const { selected, editing } = store.read();
  if (editing) return;
  const block =
    selected && root.current?.querySelector<HTMLElement>(`[data-block="${CSS.escape(selected)}"]`);
  const target = block || root.current;
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
}

function goIn(store: Store, actions: Actions, id: string) {
  const node = find(store.read().design, id);
  if (node?.kind === "leaf" && EDITABLE.has(node.tag)) actions.edit(id);
  else if (node) actions.select(slotsOf(node).flat()[0]?.id ?? id);
}

export const EDITABLE: ReadonlySet<string> = new Set(["mj-text", "mj-button", "mj-navbar-link"]);

const STEPS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Escape", "Home", "End"]);

function steps(store: Store, key: string): boolean {
  return (
    STEPS.has(key) && store.read().design.children.length > 0 && !(key === "Escape" && !store.read().selected)
  );
}

/** Up and down in reading order; left to what holds the block, right to what it holds. */
function nextSelected(store: Store, key: string): string | null {
  const { design, selected, folded } = store.read();
  const order = inOrder(design.children, folded);
  const at = order.findIndex(({ id }) => id === selected);
  const node = order[at];
  switch (key) {
    case "ArrowUp":
      return order[Math.max(0, at - 1)]?.id ?? null;
    case "ArrowDown":
      return order[Math.min(order.length - 1, at + 1)]?.id ?? null;
    case "ArrowRight":
      return (node && slotsOf(node).flat()[0]?.id) ?? selected ?? order[0]?.id ?? null;
    case "Home":
      return order[0]?.id ?? null;
    case "End":
      return order[order.length - 1]?.id ?? null;
    default:
      return selected ? (locate(design, selected)?.parent ?? (key === "Escape" ? null : selected)) : null;
  }
}
