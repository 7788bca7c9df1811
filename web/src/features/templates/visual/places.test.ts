import { describe, expect, it } from "vitest";
import { makeBlock } from "./blocks";
import { readClause, readRound, writeClause, writeRound } from "./logic";
import { joinSides, paddingOf } from "./look";
import type { Design, Node } from "./model";
import { afterSelection, edgesOf, inOrder, onlyNew, outOf, settle, stepFrom } from "./places";
import { readMjml } from "./read-mjml";
import { insert, move, remove } from "./tree";
import { nodeAt } from "./use-design";
import { writeMjml } from "./write-mjml";

const WORDS = { heading: "H", text: "T", button: "B", cellA: "a", cellB: "b" };
const TWO = `<mjml><mj-body>
  <mj-section><mj-column><mj-text>A</mj-text><mj-text>B</mj-text></mj-column><mj-column></mj-column></mj-section>
  {% if x %}<mj-section><mj-column><mj-text>C</mj-text></mj-column></mj-section>{% endif %}
</mj-body></mjml>`;

function read(source = TWO): Design {
  const reading = readMjml(source);
  if ("obstacle" in reading) throw new Error(reading.obstacle.detail);
  return reading.design;
}

function named(design: Design, tag: string, at = 0): Node {
  const found = inOrder(design.children, new Set()).filter((node) =>
    "tag" in node && node.kind !== "loop" ? node.tag === tag : node.kind === tag,
  )[at];
  if (!found) throw new Error(tag);
  return found;
}

const shape = (design: Design) =>
  writeMjml(design)
    .code.split("<mj-body>")[1]
    ?.split("</mj-body>")[0]
    ?.replace(/\s*\n\s*/g, "")
    .replaceAll("mj-", "");

describe("a new block", () => {
  it("goes behind the selected one", () => {
    const design = read();
    const putting = afterSelection(design, named(design, "mj-text").id, makeBlock("divider", WORDS));
    expect(putting?.place).toMatchObject({ index: 1, parent: named(design, "mj-column").id });
  });

  it("goes into a selected section's last column, and a selected empty column", () => {
    const design = read();
    for (const holder of [named(design, "mj-section"), named(design, "mj-column", 1)]) {
      const putting = afterSelection(design, holder.id, makeBlock("text", WORDS));
      expect(putting?.place).toMatchObject({ index: 0, parent: named(design, "mj-column", 1).id });
    }
  });

  it("gets the section and column it lacks", () => {
    const design = read("<mjml><mj-body></mj-body></mjml>");
    const putting = afterSelection(design, null, makeBlock("text", WORDS));
    expect(putting && shape(insert(design, putting.node, putting.place))).toBe(
      '<section padding="0"><column><text>T</text></column></section>',
    );
  });

  it("fills the empty column that a mail ends with", () => {
    const design = read("<mjml><mj-body><mj-section><mj-column></mj-column></mj-section></mj-body></mjml>");
    const putting = afterSelection(design, null, makeBlock("text", WORDS));
    expect(putting?.place).toEqual({ parent: named(design, "mj-column").id, slot: 0, index: 0 });
  });

  it("of columns goes behind the section that is selected within", () => {
    const design = read();
    const putting = afterSelection(design, named(design, "mj-text").id, makeBlock("columns2", WORDS));
    expect(putting?.place).toEqual({ parent: null, slot: 0, index: 1 });
  });
});

describe("dragging", () => {
  it("offers above and below for content, beside for columns, inside for room", () => {
    const design = read();
    const text = makeBlock("text", WORDS);
    const section = makeBlock("section", WORDS);
    const column = named(design, "mj-column");
    expect(edgesOf(design, named(design, "mj-text"), text)).toEqual(["top", "bottom"]);
    expect(edgesOf(design, column, text)).toEqual(["inside"]);
    expect(edgesOf(design, column, named(design, "mj-column", 1))).toEqual(["left", "right"]);
    expect(edgesOf(design, named(design, "mj-text"), section)).toEqual([]);
    expect(edgesOf(design, named(design, "mj-section"), section)).toEqual(["top", "bottom"]);
  });

  it("never drops a block into itself", () => {
    const design = read();
    const condition = named(design, "condition");
    expect(edgesOf(design, named(design, "mj-section", 1), condition)).toEqual([]);
    expect(settle(design, condition, { parent: condition.id, slot: 0, index: 0 })).toBeNull();
  });
});

describe("moving by keys", () => {
  it("goes through every place in reading order, across columns and conditions", () => {
    let design = read();
    const { id } = named(design, "mj-text");
    const seen: (string | undefined)[] = [];
    for (let place = stepFrom(design, id, 1); place; place = stepFrom(design, id, 1)) {
      design = move(design, id, place);
      seen.push(shape(design));
    }
    expect(seen).toEqual([
      "<section><column><text>B</text><text>A</text></column><column></column></section>{% if x %}<section><column><text>C</text></column></section>{% endif %}",
      "<section><column><text>B</text></column><column><text>A</text></column></section>{% if x %}<section><column><text>C</text></column></section>{% endif %}",
      "<section><column><text>B</text></column><column></column></section>{% if x %}<section><column><text>A</text><text>C</text></column></section>{% endif %}",
      "<section><column><text>B</text></column><column></column></section>{% if x %}<section><column><text>C</text><text>A</text></column></section>{% endif %}",
    ]);
    expect(stepFrom(design, id, 1)).toBeNull();
  });

  it("goes out of a condition", () => {
    const design = read();
    expect(outOf(design, named(design, "mj-section", 1).id)).toEqual({ parent: null, slot: 0, index: 2 });
    expect(outOf(design, named(design, "mj-section").id)).toBeNull();
  });
});

describe("conditions and loops", () => {
  it.each([
    ["if name", "truthy", ""],
    ["if name != blank", "set", ""],
    ["elsif meeting.location == blank", "empty", ""],
    ['if plan == "pro"', "equal", "pro"],
    ["unless count >= 3", "at_least", "3"],
    ['if tags contains "a b"', "contains", "a b"],
  ])("%s is read and written back", (tag, operator, value) => {
    const clause = readClause(tag);
    expect(clause).toMatchObject({ operator, value });
    expect(clause && writeClause(clause)).toBe(tag);
  });

  it.each(["if a and b", "if a == b | size", "case x", "else"])("%s stays as it is written", (tag) => {
    expect(readClause(tag)).toBeNull();
  });

  it("reads rounds with what follows", () => {
    const round = readRound("for item in order.items limit:3 reversed");
    expect(round).toEqual({ item: "item", list: "order.items", rest: "limit:3 reversed" });
    expect(round && writeRound(round)).toBe("for item in order.items limit:3 reversed");
  });
});

it("reads and writes four sides", () => {
  expect(paddingOf({ padding: "1px 2px", "padding-left": "9px" })).toEqual(["1px", "2px", "1px", "9px"]);
  expect(
    ["4px", "1px 2px", "1px 2px 3px", "1px 2px 3px 4px"].map((each) =>
      joinSides(paddingOf({ padding: each })),
    ),
  ).toEqual(["4px", "1px 2px", "1px 2px 3px", "1px 2px 3px 4px"]);
});

it("finds the innermost block at a place of the code", () => {
  const design = read();
  const { code, places } = writeMjml(design);
  const line = code.split("\n").findIndex((each) => each.includes("C</mj-text>")) + 1;
  expect(nodeAt(places, line, 12)).toBe(named(design, "mj-text", 2).id);
  expect(nodeAt(places, line - 1, 9)).toBe(named(design, "mj-column", 2).id);
  expect(nodeAt(places, 1, 1)).toBeNull();
});

describe("what undo brings back", () => {
  it("is the one block that was not there, with what it holds", () => {
    const design = read();
    const section = named(design, "mj-section");
    expect(onlyNew(remove(design, section.id), design)).toBe(section.id);
    expect(onlyNew(design, remove(design, section.id))).toBeNull();
    expect(onlyNew(design, design)).toBeNull();
  });
});
