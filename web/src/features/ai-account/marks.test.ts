import { expect, it } from "vitest";
import { piecesOf } from "./marks";

it("cuts a text where spans begin and end, also within one another", () => {
  const spans = [
    { start: 4, end: 24, kind: "action" },
    { start: 18, end: 24, kind: "date" },
  ];
  expect(piecesOf("Ann sends the form Monday.", spans)).toEqual([
    { at: 0, text: "Ann ", kinds: [] },
    { at: 4, text: "sends the form", kinds: ["action"] },
    { at: 18, text: " Monda", kinds: ["action", "date"] },
    { at: 24, text: "y.", kinds: [] },
  ]);
});

it("counts characters as the server does, not as JavaScript does", () => {
  expect(piecesOf("👍🏽 Monday", [{ start: 3, end: 9, kind: "date" }]).at(-1)).toEqual({
    at: 3,
    text: "Monday",
    kinds: ["date"],
  });
});

it("leaves nothing out whatever the spans say", () => {
  const pieces = piecesOf("short", [{ start: 2, end: 99, kind: "date" }]);
  expect(pieces.map((piece) => piece.text).join("")).toBe("short");
  expect(piecesOf("", [])).toEqual([]);
});
