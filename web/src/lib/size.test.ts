import { describe, expect, it } from "vitest";
import { formatSize } from "./size";

describe("sizes of files", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [2400, "2.4 kB"],
    [14_000_000, "14 MB"],
  ])("of %d bytes are read as %s", (bytes, words) => {
    expect(formatSize(bytes, "en")).toBe(words);
  });
});
