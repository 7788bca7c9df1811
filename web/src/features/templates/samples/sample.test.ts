import { describe, expect, it } from "vitest";
import { groupByObject, readSample, valueAt, withValue } from "./sample";

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

  it("is changed at a dotted name without touching what was there", () => {
    const before = { meeting: { title: "Visa", host: "Alice" }, name: "Carol" };
    expect(withValue(before, "meeting.title", "Move")).toEqual({
      ...before,
      meeting: { title: "Move", host: "Alice" },
    });
    expect(withValue(before, "name.first", "Carol")).toEqual({ ...before, name: { first: "Carol" } });
    expect(before.meeting.title).toBe("Visa");
  });

  it("is grouped by object", () => {
    const names = ["organization.name", "name", "organization.logo_url", "action_url"].map((name) => ({
      name,
    }));
    expect(groupByObject(names).map(([group, some]) => [group, some.length])).toEqual([
      ["organization", 2],
      ["mail", 2],
    ]);
  });
});
