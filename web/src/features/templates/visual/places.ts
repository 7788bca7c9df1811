import type { Box, BoxTag, Design, Node } from "./model";
import {
  childrenAt,
  find,
  holderAt,
  locate,
  mayHold,
  mayPlace,
  newId,
  type Place,
  pathTo,
  slotsOf,
} from "./tree";

export type Edge = "top" | "bottom" | "left" | "right" | "inside";
export type Putting = { node: Node; place: Place };

export function box(tag: BoxTag, children: readonly Node[], attributes: Box["attributes"] = {}): Box {
  return { id: newId(), kind: "box", tag, attributes, children };
}

/** The node as it may stand at a place: as it is, or within the section and column that it lacks there. */
export function settle(design: Design, node: Node, place: Place): Putting | null {
  if (mayPlace(design, node, place)) return { node, place };
  const isInside = place.parent !== null && pathTo(design, place.parent).some(({ id }) => id === node.id);
  if (isInside) return null;
  const holder = holderAt(design, place);
  const column = mayHold("mj-column", node) ? box("mj-column", [node]) : null;
  const section = mayHold("mj-section", node) ? box("mj-section", [node]) : null;
  const both = column && box("mj-section", [column], { padding: "0" });
  const wrapped = [column, section, both].find((each) => each && mayHold(holder, each));
  return wrapped ? { node: wrapped, place } : null;
}

/** On which edges of a block something may be dropped; `inside` where it goes into the block itself. */
export function edgesOf(design: Design, target: Node, node: Node): readonly Edge[] {
  if (target.id === node.id || pathTo(design, target.id).some(({ id }) => id === node.id)) return [];
  if (target.kind === "box") {
    const isEmpty = target.children.length === 0;
    if (mayHold(target.tag, node)) return ["inside"];
    if (isEmpty && settle(design, node, { parent: target.id, slot: 0, index: 0 })) return ["inside"];
  }
  const place = locate(design, target.id);
  if (!place || !settle(design, node, place)) return [];
  return liesSideways(holderAt(design, place)) ? ["left", "right"] : ["top", "bottom"];
}

export function liesSideways(holder: string): boolean {
  return ["mj-section", "mj-group", "mj-social", "mj-navbar"].includes(holder);
}

/** An empty id is the body. */
export function placeBy(design: Design, targetId: string, edge: Edge, slot = 0): Place | null {
  if (edge === "inside") {
    const parent = targetId || null;
    return { parent, slot, index: childrenAt(design, { parent, slot }).length };
  }
  const place = locate(design, targetId);
  const isAfter = edge === "bottom" || edge === "right";
  return place && { ...place, index: place.index + (isAfter ? 1 : 0) };
}

/**
 * Where something that is added without pointing goes: into the selected block, else behind it, else at the end, where
 * an empty column is filled first.
 */
export function afterSelection(design: Design, selected: string | null, node: Node): Putting | null {
  const path = selected ? pathTo(design, selected) : [];
  const last = design.children[design.children.length - 1];
  const room = path.length === 0 && last ? roomIn(design, last, node) : null;
  if (room?.index === 0) return { node, place: room };
  const deepest = path[path.length - 1];
  const inside = deepest && roomIn(design, deepest, node);
  if (inside) return { node, place: inside };
  for (const each of [...path].reverse()) {
    const place = placeBy(design, each.id, "bottom");
    if (place && mayPlace(design, node, place)) return { node, place };
  }
  const top = path[0] ? placeBy(design, path[0].id, "bottom") : null;
  return settle(design, node, top ?? { parent: null, slot: 0, index: design.children.length });
}

function roomIn(design: Design, holder: Node, node: Node): Place | null {
  const slots = slotsOf(holder);
  if (slots.length === 0) return null;
  const place = { parent: holder.id, slot: 0, index: slots[0]?.length ?? 0 };
  const isHolder = holder.kind === "box" || place.index === 0;
  if (isHolder && mayPlace(design, node, place)) return place;
  const last = holder.kind === "box" ? holder.children[holder.children.length - 1] : undefined;
  return last?.kind === "box" ? roomIn(design, last, node) : null;
}

/** Every place of the design in reading order where the node may stand. One walk: it runs at every key. */
function placesFor(design: Design, node: Node): Place[] {
  const found: Place[] = [];
  const walk = (children: readonly Node[], parent: string | null, slot: number, holder: string) => {
    const fits = mayHold(holder, node);
    for (let index = 0; index <= children.length; index += 1) {
      if (fits) found.push({ parent, slot, index });
      const child = children[index];
      if (!child || child.id === node.id) continue;
      const inner = child.kind === "box" ? child.tag : holder;
      for (const [at, list] of slotsOf(child).entries()) walk(list, child.id, at, inner);
    }
  };
  walk(design.children, null, 0, "mj-body");
  return found;
}

/** The next place up or down, into and out of columns, conditions and loops. */
export function stepFrom(design: Design, id: string, direction: -1 | 1): Place | null {
  const node = find(design, id);
  const from = locate(design, id);
  if (!node || !from) return null;
  const places = placesFor(design, node);
  const isSame = (place: Place) => place.parent === from.parent && place.slot === from.slot;
  const here = places.findIndex((place) => isSame(place) && place.index === from.index);
  return places[direction < 0 ? here - 1 : here + 2] ?? null;
}

/** Behind the nearest thing it lies in, where it may stand there. */
export function outOf(design: Design, id: string): Place | null {
  const path = pathTo(design, id);
  const node = path[path.length - 1];
  for (const holder of path.slice(0, -1).reverse()) {
    const place = placeBy(design, holder.id, "bottom");
    if (node && place && mayPlace(design, node, place)) return place;
  }
  return null;
}

const NONE: ReadonlySet<string> = new Set();

/** The one block that came since, with all that it holds: what undo brought back, say. */
export function onlyNew(before: Design, after: Design): string | null {
  const had = new Set(inOrder(before.children, NONE).map(({ id }) => id));
  const fresh = inOrder(after.children, NONE).filter(({ id }) => !had.has(id));
  return fresh[0] && inOrder([fresh[0]], NONE).length === fresh.length ? fresh[0].id : null;
}

/** Blocks in reading order, as arrow keys go through them; what is folded is passed over. */
export function inOrder(nodes: readonly Node[], folded: ReadonlySet<string>): Node[] {
  return nodes.flatMap((node) => [
    node,
    ...(folded.has(node.id) ? [] : slotsOf(node).flatMap((slot) => inOrder(slot, folded))),
  ]);
}
