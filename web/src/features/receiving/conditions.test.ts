import { describe, expect, it } from "vitest";
import { EMPTY, onField, operatorsOf } from "./conditions";

describe("a condition moved to another field", () => {
  it("keeps what still fits", () => {
    expect(onField({ ...EMPTY, value: "spam" }, "subject")).toEqual({
      ...EMPTY,
      field: "subject",
      value: "spam",
    });
  });

  it("drops an operator and a value that do not", () => {
    expect(onField({ ...EMPTY, value: "spam" }, "size_kb")).toMatchObject({ operator: "above", value: "" });
    expect(onField({ ...EMPTY, value: "spam" }, "has_attachment")).toMatchObject({
      operator: "is",
      value: "yes",
    });
  });

  it("offers numbers only where there is one", () => {
    expect(operatorsOf("size_kb")).toEqual(["above", "below"]);
    expect(operatorsOf("subject")).not.toContain("above");
  });
});
