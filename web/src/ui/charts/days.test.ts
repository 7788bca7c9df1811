import { expect, it } from "vitest";
import { dayBefore, fillDays, fillHours, nextDay } from "./days";

it("fills the days nothing happened on, across a change of the clock", () => {
  const rows = [{ date: "2026-03-29", n: 2 }];
  const days = fillDays(rows, (row) => row.date, "2026-03-28", "2026-03-30");
  expect(days.map(({ day, row }) => [day, row?.n ?? 0])).toEqual([
    ["2026-03-28", 0],
    ["2026-03-29", 2],
    ["2026-03-30", 0],
  ]);
});

it("fills the hours nothing happened in, as many as are wanted", () => {
  const rows = [
    { at: "2026-11-23T09:00:00Z", n: 4 },
    { at: "2026-11-23T12:00:00Z", n: 1 },
  ];
  const counts = (most: number) => fillHours(rows, most).map(({ row }) => row?.n ?? 0);
  expect(counts(24)).toEqual([4, 0, 0, 1]);
  expect(counts(2)).toEqual([4, 0]);
  expect(fillHours([], 24)).toEqual([]);
});

it("counts days back from today in the zone", () => {
  const now = new Date("2026-11-23T01:30:00Z");
  expect(dayBefore(0, "UTC", now)).toBe("2026-11-23");
  expect(dayBefore(0, "America/New_York", now)).toBe("2026-11-22");
  expect(dayBefore(29, "UTC", now)).toBe("2026-10-25");
});

it("knows the day after, across months and years", () => {
  expect(nextDay("2026-02-28")).toBe("2026-03-01");
  expect(nextDay("2026-12-31")).toBe("2027-01-01");
});
