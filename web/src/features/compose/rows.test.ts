import { describe, expect, it } from "vitest";
import { columnsOf, readJson, rowsOf, typedLike, withCell } from "./rows";

describe("a list's rows", () => {
  it("have the columns of its sample, if that has plain rows", () => {
    expect(columnsOf([{ name: "A", quantity: 1 }])).toEqual({ name: "A", quantity: 1 });
    expect([[], ["a"], [{ inner: {} }], { name: "A" }, null].map(columnsOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("are there for what is nothing yet, and not for what they cannot show", () => {
    expect(rowsOf(undefined)).toEqual([]);
    expect(rowsOf([{ a: "b" }])).toEqual([{ a: "b" }]);
    expect(rowsOf([{ a: ["b"] }])).toBeNull();
    expect(rowsOf({ a: "b" })).toBeNull();
  });

  it("hold numbers where the sample does", () => {
    expect(typedLike("12", 1)).toBe(12);
    expect(typedLike("12", "1")).toBe("12");
    expect(["1.", "", "012", "x"].map((typed) => typedLike(typed, 1))).toEqual(["1.", "", "012", "x"]);
  });
});

describe("a cell", () => {
  it("is gone when it is emptied", () => {
    expect(withCell({ name: "A" }, "quantity", 2)).toEqual({ name: "A", quantity: 2 });
    expect(withCell({ name: "A", quantity: 2 }, "quantity", "")).toEqual({ name: "A" });
  });
});

describe("JSON that somebody types", () => {
  it("is read, or the line of what is wrong is told", () => {
    expect(readJson('{"a": 1}')).toEqual({ value: { a: 1 } });
    expect(readJson('{\n"a": 1,\n}')).toEqual({ line: 3 });
  });
});
