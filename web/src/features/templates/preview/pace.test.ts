import { describe, expect, it } from "vitest";
import { pauseFor, remaining } from "./pace";

describe("the pause before a preview", () => {
  it("follows the last round trip, within bounds", () => {
    expect(pauseFor(null)).toBe(60);
    expect(pauseFor(10)).toBe(40);
    expect(pauseFor(100)).toBe(75);
    expect(pauseFor(5000)).toBe(300);
  });

  it("is over when typing stopped long enough ago", () => {
    expect(remaining(60, 20)).toBe(40);
    expect(remaining(60, 500)).toBe(0);
  });
});
