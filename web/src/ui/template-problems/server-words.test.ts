import { describe, expect, it } from "vitest";
import english from "@/locales/en/template-findings.json";
import { readSentence } from "./server-words";

describe("the server's sentences", () => {
  it("are told apart, the longer before the shorter", () => {
    expect(
      readSentence("“act now” is what spam says (3 times): filters may sort the mail out. Say it otherwise."),
    ).toEqual({
      key: "spam_times",
      facts: { phrase: "act now", times: "3" },
    });
    expect(readSentence("“float”: Outlook drops it: use align on a table or an image.")).toEqual({
      key: "css_one",
      facts: { name: "float", instead: "use align on a table or an image" },
    });
    expect(
      readSentence(
        "Marketing mail needs a link to {{ unsubscribe_url }}: the law asks for it, and so do mail programs.",
      ),
    ).toEqual({
      key: "unsubscribe",
      facts: { liquid: "{{ unsubscribe_url }}" },
    });
  });

  it("are each read as themselves", () => {
    const others = Object.entries(english.say).filter(
      ([key, words]) => readSentence(words.replace(/\{\{(\w+)\}\}/g, "7"))?.key !== key,
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });

  it("may be new to this app", () => {
    expect(readSentence("Something else.")).toBeNull();
  });
});
