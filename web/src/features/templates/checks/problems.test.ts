import { describe, expect, it } from "vitest";
import { fromErrors, gatherProblems, toMarkers } from "./problems";

describe("problems", () => {
  const unknown = { name: "nme", line: 2, column: 7, field: "html_code", reason: "unknown" } as const;
  const warning = {
    level: "warning",
    code: "alt",
    message: "No alt",
    line: 1,
    column: 1,
    field: "html_code",
  } as const;

  it("come once per place, errors first", () => {
    const error = { ...warning, level: "error", message: "Unknown", line: 2, column: 7 } as const;
    expect(gatherProblems([warning, error], [unknown], () => "again").map((each) => each.message)).toEqual([
      "Unknown",
      "No alt",
    ]);
    const missing = { ...unknown, reason: "missing", line: 3 } as const;
    expect(gatherProblems([], [missing], ({ name }) => `no value for ${name}`)).toMatchObject([
      { level: "warning", message: "no value for nme" },
    ]);
  });

  it("become markers over the tag that stands there", () => {
    const text = "<p>\n<b>a</b> {{ nme | upcase }}\n</p>";
    const [marker] = toMarkers([{ ...warning, line: 2, column: 10 }], text);
    expect(marker).toMatchObject({
      startLineNumber: 2,
      startColumn: 10,
      endColumn: 10 + "{{ nme | upcase }}".length,
    });
  });

  it("stay inside the text, whatever the place", () => {
    const [none, beyond] = toMarkers(
      [
        { ...warning, line: 0, column: 0 },
        { ...warning, line: 99, column: 99 },
      ],
      "ab",
    );
    expect(none).toMatchObject({ startLineNumber: 1, startColumn: 1 });
    expect(beyond).toMatchObject({ startLineNumber: 1, startColumn: 3, endColumn: 4 });
  });

  it("are read from refusals", () => {
    expect(fromErrors([{ field: "subject", message: "Bad", line: 1, column: 4 }])).toMatchObject([
      { level: "error", field: "subject", line: 1, column: 4 },
    ]);
  });
});
