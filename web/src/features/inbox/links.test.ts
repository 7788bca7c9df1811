import { describe, expect, it } from "vitest";
import { splitLinks } from "./links";

describe("addresses in a text", () => {
  it("are taken out without the punctuation around them", () => {
    const pieces = splitLinks("See (https://northgate.test/a?b=1). Or http://x.test!");
    expect(pieces.filter(({ href }) => href).map(({ href }) => href)).toEqual([
      "https://northgate.test/a?b=1",
      "http://x.test",
    ]);
    expect(pieces.map(({ words }) => words).join("")).toBe(
      "See (https://northgate.test/a?b=1). Or http://x.test!",
    );
  });

  it("are only those of the web", () => {
    expect(splitLinks("javascript:alert(1) data:text/html,x")).toEqual([
      { at: 0, words: "javascript:alert(1) data:text/html,x" },
    ]);
  });
});
