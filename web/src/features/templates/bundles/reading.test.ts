import { describe, expect, it } from "vitest";
import { decode, isText, nameFrom } from "./reading";

const bytes = (text: string) => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));

describe("the text of a file", () => {
  it("is read as UTF-8 where it is", () => {
    expect(decode(new TextEncoder().encode("<p>añadir</p>"))).toBe("<p>añadir</p>");
  });
  it("is read in the code page that an old document names", () => {
    const source = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15"><p>90 \xa4</p>';
    expect(decode(bytes(source))).toContain("90 €");
  });
  it("is read as Windows wrote it where nothing is named, or something wrong", () => {
    expect(decode(bytes("<p>Espa\xf1a</p>"))).toBe("<p>España</p>");
    expect(decode(bytes("<meta charset=utf-8><p>Espa\xf1a</p>"))).toContain("España");
    expect(decode(bytes("<meta charset=klingon><p>Espa\xf1a</p>"))).toContain("España");
  });
});

describe("files", () => {
  it("of text are known by their names", () => {
    expect(["a.html", "B.HTM", "c.mjml"].every(isText)).toBe(true);
    expect(["a.zip", "b.eml", "c.html.zip"].some(isText)).toBe(false);
  });
  it("give templates their names", () => {
    expect(nameFrom("mails/old-news_letter v2.html")).toBe("Old news letter v2");
  });
});
