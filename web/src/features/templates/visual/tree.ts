import type { Branch, Design, Node } from "./model";

/** Where a node stands: `parent` null is the body; `slot` is a condition's branch, or 1 for a loop's `otherwise`. */
export type Place = { parent: string | null; slot: number; index: number };

export function newId(): string {
  return Math.random().toString(36).slice(2, 12);
}

/** The lists of children a node has: one, a condition's branches, a loop's body and `otherwise`. */
export function slotsOf(node: Node): readonly (readonly Node[])[] {
  if (node.kind === "box") return [node.children];
  if (node.kind === "condition") return node.branches.map(({ children }) => children);
  if (node.kind === "loop") return node.otherwise ? [node.children, node.otherwise] : [node.children];
  return [];
}

function withSlots(node: Node, slots: readonly (readonly Node[])[]): Node {
  if (node.kind === "box") return { ...node, children: slots[0] ?? [] };
  if (node.kind === "condition") {
    const branches = node.branches.map((branch, at): Branch => ({ ...branch, children: slots[at] ?? [] }));
    return { ...node, branches };
  }
  if (node.kind === "loop") {
    return { ...node, children: slots[0] ?? [], ...(slots[1] && { otherwise: slots[1] }) };
  }
  return node;
}

export function find(design: Design, id: string): Node | null {
  return findIn(design.children, id);
}

function findIn(nodes: readonly Node[], id: string): Node | null {
  for (const node of nodes) {
    if (node.id === id) return node;
    for (const slot of slotsOf(node)) {
      const found = findIn(slot, id);
      if (found) return found;
    }
  }
  return null;
}

/** The node and what it lies in, from the outermost; empty when it is not there. */
export function pathTo(design: Design, id: string): Node[] {
  return pathIn(design.children, id) ?? [];
}

function pathIn(nodes: readonly Node[], id: string): Node[] | null {
  for (const node of nodes) {
    if (node.id === id) return [node];
    for (const slot of slotsOf(node)) {
      const path = pathIn(slot, id);
      if (path) return [node, ...path];
    }
  }
  return null;
}

export function locate(design: Design, id: string): Place | null {
  const path = pathTo(design, id);
  if (path.length === 0) return null;
  const parent = path[path.length - 2];
  const slots = parent ? slotsOf(parent) : [design.children];
  for (const [slot, children] of slots.entries()) {
    const index = children.findIndex((child) => child.id === id);
    if (index >= 0) return { parent: parent?.id ?? null, slot, index };
  }
  return null;
}

export function childrenAt(
  design: Design,
  { parent, slot }: Pick<Place, "parent" | "slot">,
): readonly Node[] {
  if (parent === null) return design.children;
  const node = find(design, parent);
  return (node && slotsOf(node)[slot]) ?? [];
}

/** Replaces one node; everything that is not above it stays the same object. */
export function update(design: Design, id: string, change: (node: Node) => Node): Design {
  const children = updateIn(design.children, id, (node) => [change(node)]);
  return children === design.children ? design : { ...design, children };
}

function updateIn(nodes: readonly Node[], id: string, change: (node: Node) => Node[]): readonly Node[] {
  for (const [index, node] of nodes.entries()) {
    if (node.id === id) return [...nodes.slice(0, index), ...change(node), ...nodes.slice(index + 1)];
    const slots = slotsOf(node);
    const changed = slots.map((slot) => updateIn(slot, id, change));
    if (changed.some((slot, at) => slot !== slots[at])) {
      return [...nodes.slice(0, index), withSlots(node, changed), ...nodes.slice(index + 1)];
    }
  }
  return nodes;
}

export function remove(design: Design, id: string): Design {
  const children = updateIn(design.children, id, () => []);
  return children === design.children ? design : { ...design, children };
}

export function replace(design: Design, id: string, nodes: readonly Node[]): Design {
  return { ...design, children: updateIn(design.children, id, () => [...nodes]) };
}

export function insert(design: Design, node: Node, place: Place): Design {
  const put = (nodes: readonly Node[]) => [...nodes.slice(0, place.index), node, ...nodes.slice(place.index)];
  if (place.parent === null) return { ...design, children: put(design.children) };
  return update(design, place.parent, (holder) =>
    withSlots(
      holder,
      slotsOf(holder).map((slot, at) => (at === place.slot ? put(slot) : slot)),
    ),
  );
}

/** Moves a node to a place counted before it is taken out. Into itself it does not go: the design stays as it is. */
export function move(design: Design, id: string, place: Place): Design {
  const node = find(design, id);
  const from = locate(design, id);
  if (!node || !from || (place.parent && pathTo(design, place.parent).some((each) => each.id === id))) {
    return design;
  }
  const isSameList = from.parent === place.parent && from.slot === place.slot;
  const index = isSameList && from.index < place.index ? place.index - 1 : place.index;
  if (isSameList && index === from.index) return design;
  return insert(remove(design, id), node, { ...place, index });
}

/** A copy right behind the original, and its id. */
export function duplicate(design: Design, id: string): { design: Design; id: string } | null {
  const node = find(design, id);
  const place = locate(design, id);
  if (!node || !place) return null;
  const copy = withNewIds(node);
  return { design: insert(design, copy, { ...place, index: place.index + 1 }), id: copy.id };
}

export function withNewIds(node: Node): Node {
  return withSlots(
    { ...node, id: newId() },
    slotsOf(node).map((slot) => slot.map(withNewIds)),
  );
}

const CONTENT = ["mj-text", "mj-button", "mj-image", "mj-divider", "mj-spacer", "mj-table", "mj-raw"];
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  "mj-body": ["mj-wrapper", "mj-section", "mj-hero", "mj-raw"],
  "mj-wrapper": ["mj-section", "mj-hero", "mj-raw"],
  "mj-section": ["mj-column", "mj-group", "mj-raw"],
  "mj-group": ["mj-column", "mj-raw"],
  "mj-column": [...CONTENT, "mj-social", "mj-navbar"],
  "mj-hero": [...CONTENT, "mj-social", "mj-navbar"],
  "mj-social": ["mj-social-element", "mj-raw"],
  "mj-navbar": ["mj-navbar-link", "mj-raw"],
};

/** Whether an element may hold a node; conditions and loops may stand wherever all that they hold may. */
export function mayHold(holder: string, node: Node): boolean {
  if (node.kind === "box" || node.kind === "leaf") return HOLDS[holder]?.includes(node.tag) ?? false;
  return slotsOf(node).every((slot) => slot.every((child) => mayHold(holder, child)));
}

/** The element that a place lies in, through conditions and loops; `mj-body` at the top. */
export function holderAt(design: Design, { parent }: Pick<Place, "parent">): string {
  if (parent === null) return "mj-body";
  const boxes = pathTo(design, parent).filter((node) => node.kind === "box");
  const last = boxes[boxes.length - 1];
  return last?.kind === "box" ? last.tag : "mj-body";
}

export function mayPlace(design: Design, node: Node, place: Pick<Place, "parent">): boolean {
  const isInside = place.parent !== null && pathTo(design, place.parent).some(({ id }) => id === node.id);
  return !isInside && mayHold(holderAt(design, place), node);
}
