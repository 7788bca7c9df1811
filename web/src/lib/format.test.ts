import { describe, expect, it } from "vitest";
import { formatDateTime, formatRelative, initials } from "./format";

describe("formatRelative", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  it.each([
    ["2026-11-22T11:59:40Z", "en", "now"],
    ["2026-11-22T11:57:00Z", "en", "3 minutes ago"],
    ["2026-11-24T12:00:00Z", "en", "in 2 days"],
    ["2026-11-22T09:00:00Z", "es", "hace 3 horas"],
  ])("%s in %s", (at, locale, words) => {
    expect(formatRelative(at, locale, now)).toBe(words);
  });
});

describe("formatDateTime", () => {
  it("names the zone", () => {
    expect(formatDateTime("2026-11-22T22:05:00Z", "en", "Europe/London")).toBe("22 Nov 2026, 22:05 GMT");
  });
  it("falls back to UTC for a zone the browser does not know", () => {
    expect(formatDateTime("2026-11-22T22:05:00Z", "en", "Nowhere/Else")).toContain("UTC");
  });
});

describe("initials", () => {
  it.each([
    ["Alice Northgate", "AN"],
    ["Carol", "C"],
    ["  ", ""],
  ])("of %j", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
