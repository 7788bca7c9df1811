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

  it("shows a line that somebody is led to, changed or not", () => {
    const text = Array.from({ length: 20 }, (_, at) => `line ${at}`).join("\n");
    const [above, shown, below] = foldRows(compareLines(text, text), 1, 5);
    expect([above, below]).toEqual([{ skipped: 3 }, { skipped: 14 }]);
    expect(shown && "rows" in shown && shown.rows.map(({ after }) => after?.number)).toEqual([4, 5, 6]);
  });
});
