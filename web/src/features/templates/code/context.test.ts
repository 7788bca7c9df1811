import { describe, expect, it } from "vitest";
import { isOwnClose, spareClose, typedLength, wantedAt } from "./context";

describe("completion", () => {
  it.each([
    ["<p>Hello {{", "placeholder"],
    ["<p>Hello {{ meeting.ho", "placeholder"],
    ["{{ name | up", "filter"],
    ["{{ name }} and more", null],
    ["{% ", "tag"],
    ["{% if na", "placeholder"],
    ["{% if name == org", "placeholder"],
    ["{% if name %} text", null],
    ["<p>", null],
  ])("after %s offers %s", (before, wanted) => {
    expect(wantedAt(before)).toBe(wanted);
  });

  it("replaces a dotted name as a whole", () => {
    expect(typedLength("{{ meeting.ho")).toBe("meeting.ho".length);
    expect(typedLength("{{ ")).toBe(0);
  });
});

describe("a typed closing brace", () => {
  it.each([
    ["{{ name ", "}}</p>", "}", true],
    ["{{ name }", "}</p>", "}", true],
    ["{{ name }}", "}}", "}", false],
    ["{% if name ", "%}", "%", true],
    ["{% if name %", "%}", "}", false],
    ["{% if name %", "}", "}", true],
    ["{% if name ", "%}", "}", false],
    ["{{ name ", "</p>", "}", false],
    ["p { color: red ", "}", "}", false],
  ])("behind %s and before %s: %s is there already: %s", (before, after, key, expected) => {
    expect(isOwnClose(before, after, key)).toBe(expected);
  });
});

describe("a close that an input method wrote", () => {
  it.each([
    ["{{ name }}", "}}</p>", 2],
    ["{% if name %}", "%}", 2],
    ["{{ name }}", "</p>", 0],
    ["{{ name }", "}", 0],
    ["{{ name }} }}", "}}", 0],
    ["p { color: red }}", "}}", 0],
  ])("%s before %s makes %i signs spare", (before, after, expected) => {
    expect(spareClose(before, after)).toBe(expected);
  });
});
