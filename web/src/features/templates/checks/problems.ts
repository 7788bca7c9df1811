import type { MissingPlaceholder, TemplateProblem } from "@/lib/api-types-mail";
import type { FieldError } from "@/lib/problem";

const ORDER = ["subject", "preheader", "html_code", "text_code"];

/** A refusal's errors (422) as problems, so that they stand in one list with the preview's. */
export function fromErrors(errors: readonly FieldError[]): TemplateProblem[] {
  return errors.map(({ field, message, line = 0, column = 0 }) => ({
    level: "error",
    code: "refused",
    message,
    line,
    column,
    field,
  }));
}

/** What a preview found, each place once: an unknown name comes both as missing and as a problem. */
export function gatherProblems(
  warnings: readonly TemplateProblem[],
  missing: readonly MissingPlaceholder[],
  describe: (missing: MissingPlaceholder) => string,
): TemplateProblem[] {
  const places = new Set(warnings.map(({ field, line, column }) => `${field}:${line}:${column}`));
  const more = missing
    .filter(({ field, line, column }) => !places.has(`${field}:${line}:${column}`))
    .map(
      (each): TemplateProblem => ({
        level: each.reason === "unknown" ? "error" : "warning",
        code: `${each.reason}_placeholder`,
        message: describe(each),
        line: each.line,
        column: each.column,
        field: each.field,
      }),
    );
  return [...warnings, ...more].sort(
    (a, b) =>
      Number(a.level === "warning") - Number(b.level === "warning") ||
      ORDER.indexOf(a.field) - ORDER.indexOf(b.field) ||
      a.line - b.line ||
      a.column - b.column,
  );
}

export type Marker = {
  severity: "error" | "warning";
  message: string;
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
};

/** Places of problems in a text, underlining the Liquid tag, the HTML tag or the word that stands there. */
export function toMarkers(problems: readonly TemplateProblem[], text: string): Marker[] {
  const lines = text.split("\n");
  return problems.map(({ level, message, line, column }) => {
    const number = Math.min(Math.max(line, 1), lines.length);
    const words = (lines[number - 1] ?? "").replace(/\r$/, "");
    const start = Math.min(Math.max(column, 1), words.length + 1);
    return {
      severity: level,
      message,
      startLineNumber: number,
      startColumn: start,
      endLineNumber: number,
      endColumn: start + extent(words.slice(start - 1)),
    };
  });
}

function extent(rest: string): number {
  const found = rest.match(/^(?:\{\{.*?\}\}|\{%.*?%\}|<[^>\s]+|[\w.-]+)/);
  return Math.max(1, found?.[0].length ?? 1);
}
