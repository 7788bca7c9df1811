import { describe, expect, it } from "vitest";
import type { TemplateProblem } from "@/lib/api-types-mail";
import { countByLevel, groupProblems, topicOf, withRemote } from "./topics";

const problem = (code: string, level: "error" | "warning" = "warning"): TemplateProblem => ({
  ...{ code, level, message: code, line: 1, column: 1, field: "html_code" },
});

describe("problems", () => {
  it("stand by what they are about, each topic once, empty ones left out", () => {
    const groups = groupProblems([
      problem("missing_alt"),
      problem("liquid_syntax", "error"),
      problem("image_too_heavy"),
    ]);
    expect(groups.map(({ topic, problems }) => [topic, problems.length])).toEqual([
      ["code", 1],
      ["pictures", 2],
    ]);
    expect(topicOf(problem("something_new"))).toBe("code");
  });

  it("are counted by level", () => {
    expect(countByLevel([problem("a", "error"), problem("b"), problem("c")])).toEqual({
      errors: 1,
      warnings: 2,
    });
  });

  it("that were found elsewhere come once", () => {
    expect(
      withRemote([problem("a")], [problem("a"), problem("image_not_found")]).map(({ code }) => code),
    ).toEqual(["a", "image_not_found"]);
  });
});
