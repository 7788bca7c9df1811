import { describe, expect, it } from "vitest";
import type { TemplateContent } from "@/lib/api-types-mail";
import type { WordingFinding } from "@/lib/api-types-mail-ai";
import { replaced } from "./replace";

const draft = {
  subject: "We utilise it",
  html_code: "<p>😀 in order to win</p>",
} as TemplateContent;
const finding = (more: Partial<WordingFinding>): WordingFinding => ({
  code: "jargon",
  field: "subject",
  start: 3,
  end: 10,
  line: 1,
  column: 4,
  end_line: 1,
  end_column: 11,
  excerpt: "utilise",
  message: "",
  suggestion: "use",
  words: null,
  ...more,
});

describe("a suggestion", () => {
  it("takes the place of what was found, counted as browsers count", () => {
    expect(replaced(finding({}), draft)).toEqual({ subject: "We use it" });
    const code = finding({ field: "html_code", start: 6, end: 17, excerpt: "in order to", suggestion: "to" });
    expect(replaced(code, draft)).toEqual({ html_code: "<p>😀 to win</p>", design: null });
  });

  it("is not offered where the text has changed, nor where only its author can tell", () => {
    expect(replaced(finding({}), { ...draft, subject: "We do utilise it" })).toBeNull();
    expect(replaced(finding({ suggestion: "" }), draft)).toBeNull();
  });
});
