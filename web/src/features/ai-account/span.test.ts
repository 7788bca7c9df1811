import { expect, it } from "vitest";
import { spanOf } from "./span";

it("ends today as the time zone has it, and begins with a whole day there", () => {
  const now = new Date("2026-03-01T23:30:00Z");
  expect(spanOf("7", "UTC", now)).toEqual({
    first: "2026-02-23",
    last: "2026-03-01",
    since: "2026-02-23T00:00:00.000Z",
  });
  expect(spanOf("7", "Asia/Kathmandu", now)).toEqual({
    first: "2026-02-24",
    last: "2026-03-02",
    since: "2026-02-23T18:15:00.000Z",
  });
});

it("knows that clocks are changed", () => {
  const now = new Date("2026-03-31T12:00:00Z"); // British clocks went forward on the 29th
  expect(spanOf("7", "Europe/London", now).since).toBe("2026-03-25T00:00:00.000Z");
  expect(spanOf("7", "Europe/London", new Date("2026-04-05T12:00:00Z")).since).toBe(
    "2026-03-29T23:00:00.000Z",
  );
});
