import { describe, expect, it } from "vitest";
import { compareLines, foldRows } from "./line-diff";

describe("a line difference", () => {
  it("sets changed lines beside each other, each with its own number", () => {
    expect(compareLines("a\nb\nc", "a\nB\nB2\nc")).toEqual([
      { kind: "same", before: { number: 1, text: "a" }, after: { number: 1, text: "a" } },
      { kind: "changed", before: { number: 2, text: "b" }, after: { number: 2, text: "B" } },
      { kind: "changed", before: null, after: { number: 3, text: "B2" } },
      { kind: "same", before: { number: 3, text: "c" }, after: { number: 4, text: "c" } },
    ]);
  });

  it("folds what is alike, but for a few lines around each change", () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const after = before.with(10, "changed");
    const hunks = foldRows(compareLines(before.join("\n"), after.join("\n")));
    expect(hunks.map((hunk) => ("skipped" in hunk ? hunk.skipped : hunk.rows.length))).toEqual([7, 7, 6]);
    expect(foldRows(compareLines("a\nb", "a\nb"))).toEqual([{ skipped: 2 }]);
  });
});
