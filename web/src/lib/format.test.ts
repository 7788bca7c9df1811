import { describe, expect, it } from "vitest";
import { formatChance, formatChange, formatDateTime, formatHour, formatRelative, initials } from "./format";

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

describe("formatChance", () => {
  it("is never certain", () => {
    expect([1, 0.9999, 0.9234, 0].map((chance) => formatChance(chance, "en"))).toEqual([
      ">99.9%",
      ">99.9%",
      "92.3%",
      "<0.1%",
    ]);
  });
});

describe("formatChange", () => {
  it("says which way", () => {
    expect([0.25, -0.034, 0].map((share) => formatChange(share, "en"))).toEqual(["+25%", "-3.4%", "0%"]);
  });
});

describe("formatHour", () => {
  it("names a full hour on anybody's clock", () => {
    expect([0, 9, 23].map((hour) => formatHour(hour, "en"))).toEqual(["00:00", "09:00", "23:00"]);
    expect(formatHour(21, "es")).toBe("21:00");
  });
});
