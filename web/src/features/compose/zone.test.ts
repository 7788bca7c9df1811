import { describe, expect, it } from "vitest";
import { instantOf } from "./zone";

describe("a time on somebody's clock", () => {
  it.each([
    ["2026-11-24T09:00", "Europe/Madrid", "2026-11-24T08:00:00.000Z"],
    ["2026-07-01T09:00", "Europe/Madrid", "2026-07-01T07:00:00.000Z"],
    ["2026-07-01T09:00", "Asia/Kolkata", "2026-07-01T03:30:00.000Z"],
    ["2026-10-25T12:00", "Europe/Madrid", "2026-10-25T11:00:00.000Z"],
    ["2026-10-25T00:30", "Europe/Madrid", "2026-10-24T22:30:00.000Z"],
    ["2026-12-31T23:30", "UTC", "2026-12-31T23:30:00.000Z"],
  ])("%s in %s", (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
  });

  it("is nothing where none was typed", () => {
    expect(instantOf("", "UTC")).toBeNull();
  });
});
