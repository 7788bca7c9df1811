import { leaf } from "./blocks";
import type { Attributes, Design, Node } from "./model";
import { afterSelection, type Edge, outOf, placeBy, settle, stepFrom } from "./places";
import { readFragment } from "./read-mjml";
import type { Store } from "./store";
import * as tree from "./tree";
import { writeFragment } from "./write-mjml";

export type Done =
  | "added"
  | "moved"
  | "removed"
  | "duplicated"
  | "copied"
  | "wrapped"
  | "unwrapped"
  | "refused";
export type Actions = ReturnType<typeof createActions>;

/** Everything that changes the design or what is selected. `tell` says aloud what was done. */
export function createActions(store: Store, tell: (done: Done, node: Node) => void) {
  const apply = (design: Design, selected = store.read().selected) => {
    if (design !== store.read().design) store.set({ design, selected });
  };
  const found = (id: string) => tree.find(store.read().design, id);

  const actions = {
    select(id: string | null) {
      const { selected, editing } = store.read();
      if (id !== selected || editing) store.set({ selected: id, editing: null, aim: null });
    },
    /** Selects a block and makes one of its empty places the one that is filled next. */
    aim(parent: string, slot: number) {
      store.set({ selected: parent || null, editing: null, aim: { parent, slot } });
    },
    edit(id: string | null) {
      store.set(id ? { selected: id, editing: id, aim: null } : { editing: null });
    },
    fold(id: string) {
      const folded = new Set(store.read().folded);
      if (!folded.delete(id)) folded.add(id);
      store.set({ folded });
    },
    /** Adds behind the selection, or where a drag ended. */
    add(node: Node, at?: tree.Place): boolean {
      const { design, selected, aim } = store.read();
      const room = aim && tree.find(design, aim.parent) ? aim : null;
      const place = at ?? (room && { ...room, index: tree.childrenAt(design, room).length });
      const putting =
        (place && settle(design, node, place)) ?? (at ? null : afterSelection(design, selected, node));
      if (!putting) {
        tell("refused", node);
        return false;
      }
      store.set({
        design: tree.insert(design, putting.node, putting.place),
        selected: node.id,
        editing: null,
        aim: null,
      });
      tell("added", node);
      return true;
    },
    remove(id: string) {
      const { design } = store.read();
      const node = found(id);
      const place = tree.locate(design, id);
      if (!node || !place) return;
      const next = tree.remove(design, id);
      const left = tree.childrenAt(next, place);
      const neighbour = left[place.index] ?? left[place.index - 1];
      store.set({ design: next, selected: neighbour?.id ?? place.parent, editing: null });
      tell("removed", node);
    },
    duplicate(id: string) {
      const copied = tree.duplicate(store.read().design, id);
      const node = found(id);
      if (!copied || !node) return;
      store.set({ design: copied.design, selected: copied.id, editing: null });
      tell("duplicated", node);
    },
    move(id: string, place: tree.Place | null) {
      const { design } = store.read();
      const node = found(id);
      if (!node) return;
      const putting = place && settle(design, node, place);
      if (!putting) return tell("refused", node);
      if (putting.node === node) apply(tree.move(design, id, place), id);
      else apply(moveWrapped(design, id, putting.node, place), id);
      tell("moved", node);
    },
    step(id: string, direction: -1 | 1) {
      actions.move(id, stepFrom(store.read().design, id, direction));
    },
    out(id: string) {
      actions.move(id, outOf(store.read().design, id));
    },
    drop(what: { id?: string; node?: Node }, targetId: string, edge: Edge, slot: number) {
      const place = placeBy(store.read().design, targetId, edge, slot);
      if (!place) return;
      if (what.id) actions.move(what.id, place);
      else if (what.node) actions.add(what.node, place);
    },
    /** Changes what a block holds while the block itself stays selected. */
    addChild(id: string, child: Node) {
      const { design } = store.read();
      const index = tree.childrenAt(design, { parent: id, slot: 0 }).length;
      apply(tree.insert(design, child, { parent: id, slot: 0, index }));
      tell("added", child);
    },
    removeChild(id: string, child: string) {
      const node = found(child);
      apply(tree.remove(store.read().design, child), id);
      if (node) tell("removed", node);
    },
    reorder(id: string, child: string, index: number) {
      apply(tree.move(store.read().design, child, { parent: id, slot: 0, index }), id);
    },
    /** Puts a condition or a loop around a block: `make` gets the block and gives what holds it. */
    wrap(id: string, make: (children: readonly Node[]) => Node) {
      const { design } = store.read();
      const node = found(id);
      if (!node) return;
      const holder = make([node]);
      store.set({ design: tree.replace(design, id, [holder]), selected: holder.id, editing: null });
      tell("wrapped", node);
    },
    /** Takes a condition or a loop away; what its first part holds stays. */
    unwrap(id: string) {
      const node = found(id);
      if (!node) return;
      const kept = tree.slotsOf(node)[0] ?? [];
      const design = tree.replace(store.read().design, id, kept);
      store.set({ design, selected: kept[0]?.id ?? null, editing: null });
      tell("unwrapped", node);
    },
    change(id: string, change: (node: Node) => Node) {
      apply(tree.update(store.read().design, id, change));
    },
    setHtml(id: string, html: string) {
      actions.change(id, (node) => (node.kind === "leaf" && node.html !== html ? { ...node, html } : node));
    },
    /** Undefined takes the attribute away, so that the default counts again. */
    setAttributes(id: string, attributes: Record<string, string | undefined>) {
      actions.change(id, (node) =>
        node.kind === "box" || node.kind === "leaf"
          ? { ...node, attributes: merged(node.attributes, attributes) }
          : node,
      );
    },
    setDesign(change: (design: Design) => Design) {
      apply(change(store.read().design));
    },
    copy(id: string): string | null {
      const node = found(id);
      if (node) tell("copied", node);
      return node && writeFragment([node]);
    },
    /** Blocks from the clipboard or from those kept; plain words become a text. */
    paste(source: string): boolean {
      const nodes = source.trim() ? readFragment(source.trim()) : null;
      const blocks = nodes?.filter(({ kind }) => kind !== "verbatim") ?? [];
      if (blocks.length > 0) return blocks.map((node) => actions.add(node)).every(Boolean);
      const words = source.trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br/>");
      return words !== "" && actions.add(leaf("mj-text", {}, words));
    },
  };
  return actions;
}

function moveWrapped(design: Design, id: string, wrapped: Node, place: tree.Place): Design {
  const from = tree.locate(design, id);
  if (!from) return design;
  const isShifted = from.parent === place.parent && from.slot === place.slot && from.index < place.index;
  return tree.insert(tree.remove(design, id), wrapped, {
    ...place,
    index: place.index - (isShifted ? 1 : 0),
  });
}

export function merged(attributes: Attributes, change: Record<string, string | undefined>): Attributes {
  const all = { ...attributes, ...change };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
