import { describe, expect, it } from "vitest";
import { initialValues, portFor, toInput } from "./mailbox-values";

describe("a mailbox's form", () => {
  it("sends no secret that nobody typed", () => {
    const input = toInput({ ...initialValues(), name: "Help", password: "" });
    expect(input).not.toHaveProperty("password");
    expect(toInput({ ...initialValues(), password: "x" })).toHaveProperty("password", "x");
  });

  it("takes the usual port of another encryption, but not in place of one that was chosen", () => {
    expect(portFor("starttls", initialValues())).toBe(143);
    expect(portFor("starttls", { ...initialValues(), port: 1993 })).toBe(1993);
  });
});
