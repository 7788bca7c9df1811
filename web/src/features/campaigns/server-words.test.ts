import { describe, expect, it } from "vitest";
import english from "@/locales/en/campaign-words.json";
import { readSentence } from "./server-words";

describe("the server's reasons", () => {
  it("are read with their facts", () => {
    expect(readSentence("A and B were equal, so A goes out (people who opened: A 10.0%, B 10.0%).")).toEqual({
      key: "equal_opened",
      facts: { letters: "A and B", letter: "A", rates: "A 10.0%, B 10.0%" },
    });
    expect(
      readSentence(
        "31 of 400 mails bounced for good (7.8%; the limit is 5%). Clean the list before you resume: more of it spoils your standing with mail services.",
      )?.facts,
    ).toEqual({ bounced: "31", sent: "400", share: "7.8%", limit: "5%" });
  });

  it("are each read as themselves", () => {
    const others = Object.entries(english.say).filter(
      ([key, words]) => readSentence(words.replace(/\{\{(\w+)\}\}/g, "7"))?.key !== key,
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });

  it("leave alone what a person wrote", () => {
    expect(readSentence("The date in the second paragraph is wrong: Bob asks.")).toBeNull();
  });
});
