import { describe, expect, it } from "vitest";
import english from "@/locales/en/import-words.json";
import { readSentence } from "./server-words";

describe("the reasons of bad lines", () => {
  it("are read with their facts", () => {
    expect(readSentence("The phone number is too long (60 characters at most).")).toEqual({
      key: "short_long",
      facts: { what: "phone number", most: "60" },
    });
    expect(readSentence("income is no number.")).toEqual({ key: "number", facts: { name: "income" } });
  });

  it("are each read as themselves", () => {
    const others = Object.entries(english.say).filter(
      ([key, words]) => readSentence(words.replace(/\{\{(\w+)\}\}/g, "7"))?.key !== key,
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });
});
