import { describe, expect, it } from "vitest";
import type { Design, Node } from "./model";
import { readMjml } from "./read-mjml";
import {
  duplicate,
  find,
  insert,
  locate,
  mayPlace,
  move,
  type Place,
  pathTo,
  remove,
  update,
  withNewIds,
} from "./tree";
import { writeMjml } from "./write-mjml";

const SOURCE = `<mjml><mj-body>
  <mj-section><mj-column><mj-text>a</mj-text><mj-text>b</mj-text></mj-column></mj-section>
  {% if x %}<mj-section><mj-column><mj-text>c</mj-text></mj-column></mj-section>{% else %}<mj-section><mj-column></mj-column></mj-section>{% endif %}
</mj-body></mjml>`;

function design(): Design {
  const reading = readMjml(SOURCE);
  if ("obstacle" in reading) throw new Error("unreadable");
  return reading.design;
}

function text(from: Design, html: string): Node {
  const walk = (nodes: readonly Node[]): Node | undefined =>
    nodes
      .flatMap((node): (Node | undefined)[] => {
        if (node.kind === "leaf") return [node.html === html ? node : undefined];
        if (node.kind === "box") return [walk(node.children)];
        if (node.kind === "condition") return node.branches.map(({ children }) => walk(children));
        return [];
      })
      .find(Boolean);
  const found = walk(from.children);
  if (!found) throw new Error(`no ${html}`);
  return found;
}

const order = (from: Design) =>
  [...writeMjml(from).code.matchAll(/<mj-text>(.)/g)].map(([, letter]) => letter).join("");

describe("moving", () => {
  it("counts the place before the node is taken out", () => {
    const before = design();
    const a = text(before, "a");
    const place = locate(before, a.id) as Place;
    expect(place).toMatchObject({ slot: 0, index: 0 });
    expect(order(move(before, a.id, { ...place, index: 2 }))).toBe("bac");
    expect(move(before, a.id, { ...place, index: 1 })).toBe(before);
  });

  it("goes into another branch", () => {
    const before = design();
    const path = pathTo(before, text(before, "c").id);
    const target = before.children[1];
    if (target?.kind !== "condition") throw new Error("no condition");
    const into = target.branches[1]?.children[0];
    const inner = into?.kind === "box" ? into.children[0] : undefined;
    const after = move(before, text(before, "a").id, { parent: inner?.id ?? "", slot: 0, index: 0 });
    expect(order(after)).toBe("bca");
    expect(path.map(({ kind }) => kind)).toEqual(["condition", "box", "box", "leaf"]);
  });

  it("never puts a node into itself", () => {
    const before = design();
    const section = before.children[0];
    const inner = section?.kind === "box" ? section.children[0] : undefined;
    expect(move(before, section?.id ?? "", { parent: inner?.id ?? "", slot: 0, index: 0 })).toBe(before);
    expect(mayPlace(before, section as Node, { parent: inner?.id ?? "" })).toBe(false);
  });
});

it("keeps what it does not touch the same object", () => {
  const before = design();
  const after = update(before, text(before, "a").id, (node) => ({ ...node, html: "z" }) as Node);
  expect(after.children[1]).toBe(before.children[1]);
  expect(after.children[0]).not.toBe(before.children[0]);
  expect(order(after)).toBe("zbc");
});

it("copies with ids of its own, right behind", () => {
  const before = design();
  const made = duplicate(before, text(before, "a").id);
  expect(made && order(made.design)).toBe("aabc");
  expect(made && find(made.design, made.id)).toMatchObject({ html: "a" });
  expect(withNewIds(before.children[0] as Node).id).not.toBe(before.children[0]?.id);
});

it("removes, and inserts at the body", () => {
  const before = design();
  const [first] = before.children;
  const without = remove(before, first?.id ?? "");
  expect(order(without)).toBe("c");
  expect(order(insert(without, first as Node, { parent: null, slot: 0, index: 1 }))).toBe("cab");
});

it("says what may stand where", () => {
  const before = design();
  const condition = before.children[1] as Node;
  const a = text(before, "a");
  expect(mayPlace(before, a, { parent: null })).toBe(false);
  expect(mayPlace(before, a, { parent: condition.id })).toBe(false);
  expect(mayPlace(before, condition, { parent: null })).toBe(true);
  expect(mayPlace(before, condition, { parent: pathTo(before, a.id)[1]?.id ?? "" })).toBe(false);
});
