import { describe, expect, it } from "vitest";
import { altFrom, atWidth, cropBox, isWhole, refusalOf, storedSize } from "./preparing";

const picture = { width: 2000, height: 1000 };

describe("a picture", () => {
  it.each([
    ["image/svg+xml", 10, "a.svg", "svg"],
    ["image/png", 10, "a.SVG", "svg"],
    ["application/pdf", 10, "a.pdf", "type"],
    ["image/heic", 10, "a.heic", "type"],
    ["image/png", 0, "a.png", "empty"],
    ["image/png", 11 * 1024 * 1024, "a.png", "large"],
    ["image/png", 10 * 1024 * 1024, "a.png", null],
  ])("%s of %i bytes named %s: %s", (type, size, name, refusal) => {
    expect(refusalOf({ type, size, name })).toBe(refusal);
  });

  it("is cut in whole pixels inside itself", () => {
    expect(cropBox({ x: 25, y: 10, width: 50, height: 80 }, picture)).toEqual({
      x: 500,
      y: 100,
      width: 1000,
      height: 800,
    });
    expect(cropBox({ x: 99.99, y: 0, width: 50, height: 100 }, picture).width).toBe(1);
    expect(cropBox({ x: 0, y: 0, width: 0, height: 0 }, picture)).toEqual({ x: 0, y: 0, ...picture });
    expect(isWhole(cropBox(undefined, picture), picture)).toBe(true);
  });

  it("keeps its ratio", () => {
    expect(atWidth(picture, 600)).toEqual({ width: 600, height: 300 });
    expect(atWidth({ width: 3000, height: 1 }, 10)).toEqual({ width: 10, height: 1 });
  });

  it("is stored twice as wide as shown, never wider than it is or may be", () => {
    expect(storedSize(picture, 300, "image").width).toBe(600);
    expect(storedSize({ width: 400, height: 400 }, 300, "image").width).toBe(400);
    expect(storedSize({ width: 4000, height: 400 }, 1200, "image").width).toBe(1600);
    expect(storedSize(picture, 400, "logo").width).toBe(600);
  });

  it("lends its name to the description only where it says something", () => {
    expect(altFrom("tower-bridge_at.night.jpg")).toBe("tower bridge at night");
    for (const name of ["IMG_2034.jpg", "image.png", "20260101.png", "Screenshot 2026-01-01.png"]) {
      expect(altFrom(name)).toBe("");
    }
  });
});
