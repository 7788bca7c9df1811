export type Row = Readonly<Record<string, unknown>>;

function isFlat(value: unknown): value is Row {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === "string" || typeof each === "number")
  );
}

/** The columns of a list whose sample is rows of plain values, with the sample's first row in them. */
export function columnsOf(sample: unknown): Row | null {
  if (!Array.isArray(sample) || sample.length === 0 || !sample.every(isFlat)) return null;
  return sample[0] ?? null;
}

/** A value as rows; null where it holds something that rows cannot show. */
export function rowsOf(value: unknown): Row[] | null {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) && value.every(isFlat) ? value : null;
}

/** A number where the sample has one and one was typed. */
export function typedLike(typed: string, sample: unknown): string | number {
  const number = Number(typed);
  const isWhole = typeof sample === "number" && typed.trim() !== "" && String(number) === typed.trim();
  return isWhole ? number : typed;
}

/** An emptied cell is none: templates tell a row without a number from one with an empty text. */
export function withCell(row: Row, name: string, value: string | number): Row {
  const { [name]: _, ...rest } = row;
  return value === "" ? rest : { ...row, [name]: value };
}

/** Any JSON value, or the line on which reading failed. */
export function readJson(text: string): { value: unknown } | { line: number } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // Browsers word it differently: "at position 12", "line 3 column 4".
    const words = error instanceof Error ? error.message : "";
    const line = words.match(/line (\d+)/)?.[1];
    if (line) return { line: Number(line) };
    const position = words.match(/position (\d+)/)?.[1];
    const read = position ? text.slice(0, Number(position)) : text;
    return { line: read.split("\n").length };
  }
}
