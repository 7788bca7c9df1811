import { describe, expect, it } from "vitest";
import { readSample, valueAt } from "./sample";

describe("sample data", () => {
  it("is found by its dotted name", () => {
    expect(valueAt({ meeting: { title: "Visa" } }, "meeting.title")).toBe("Visa");
    expect(valueAt({ meeting: "Visa" }, "meeting.title")).toBeUndefined();
  });

  it("must be an object, and tells the line it breaks on", () => {
    expect(readSample('{"name": "Carol"}')).toEqual({ data: { name: "Carol" } });
    expect(readSample("[1]")).toEqual({ line: null });
    expect(readSample('{\n  "name": "Carol",\n}')).toEqual({ line: 3 });
  });
});
