import { describe, expect, it } from "vitest";
import { blankSource } from "./blank";
import { isWanted } from "./purposes";

describe("looking for a start", () => {
  it("takes every word, in any order and any case", () => {
    expect(isWanted({ q: "Reminder meeting" }, "meeting_reminder", "Meeting reminder, with the place")).toBe(
      true,
    );
    expect(isWanted({ q: "reminder tomorrow" }, "meeting_reminder", "Meeting reminder")).toBe(false);
  });
  it("keeps to the purpose", () => {
    expect(isWanted({ purpose: "meetings" }, "meeting_reminder", "")).toBe(true);
    expect(isWanted({ purpose: "tickets" }, "meeting_reminder", "")).toBe(false);
    expect(isWanted({ purpose: "other" }, "custom", "")).toBe(true);
  });
});

describe("a blank mail", () => {
  it("is MJML for blocks and for MJML, HTML for HTML, in its language", () => {
    expect(blankSource("es", "visual")).toMatchObject({ source_format: "visual" });
    expect(blankSource("es", "visual").html_code).not.toContain("<mj-text>");
    expect(blankSource("es", "mjml").html_code).toContain("<mj-text></mj-text>");
    expect(blankSource("es", "html").html_code).toContain('<html lang="es">');
  });
});
