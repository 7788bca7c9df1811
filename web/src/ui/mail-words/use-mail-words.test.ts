import { describe, expect, it } from "vitest";
import english from "@/locales/en/mail-words.json";
import { readSentence } from "./use-mail-words";

describe("the server's words of mail", () => {
  it("are read with their facts", () => {
    expect(readSentence("More than 30 mails within an hour from a.b@example.com.")).toEqual({
      key: "dropped_flood",
      facts: { most: "30", address: "a.b@example.com" },
    });
  });

  it("are each read as themselves", () => {
    const others = Object.entries(english.say).filter(
      ([key, words]) => readSentence(words.replace(/\{\{(\w+)\}\}/g, "7"))?.key !== key,
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });

  it("leave alone what another mail server said", () => {
    expect(readSentence("550 5.1.1 No such user here")).toBeNull();
  });
});
