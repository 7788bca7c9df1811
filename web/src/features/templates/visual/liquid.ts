/** A piece of Liquid in a source: an output `{{ … }}` (`tag` is empty) or a tag `{% … %}`. */
export type LiquidPiece = { start: number; end: number; tag: string; inside: string };

const OPENING = /\{[{%]/g;
/** Stands for each character of a Liquid piece while markup is read. */
export const MASK = "\u001a";

export function findLiquid(source: string): LiquidPiece[] {
  const found: LiquidPiece[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(source); match; match = OPENING.exec(source)) {
    const isOutput = match[0] === "{{";
    const closing = source.indexOf(isOutput ? "}}" : "%}", match.index + 2);
    if (closing < 0) break;
    const inside = source
      .slice(match.index + 2, closing)
      .replace(/^-|-$/g, "")
      .trim();
    found.push({
      start: match.index,
      end: closing + 2,
      tag: isOutput ? "" : (/^\w+|^#/.exec(inside)?.[0] ?? ""),
      inside,
    });
    OPENING.lastIndex = closing + 2;
  }
  return found;
}

/** The source with every Liquid piece replaced by as many harmless characters: quotes and brackets in it are gone. */
export function maskLiquid(source: string, pieces: readonly LiquidPiece[]): string {
  let masked = "";
  let position = 0;
  for (const { start, end } of pieces) {
    masked += source.slice(position, start) + MASK.repeat(end - start);
    position = end;
  }
  return masked + source.slice(position);
}

/** Changes only what stands outside Liquid. */
export function outsideLiquid(text: string, change: (part: string) => string): string {
  let result = "";
  let position = 0;
  for (const { start, end } of findLiquid(text)) {
    result += change(text.slice(position, start)) + text.slice(start, end);
    position = end;
  }
  return result + change(text.slice(position));
}

/** Where white space may count, indentation is left alone. */
export const KEEPS_SPACE = /<pre|<textarea|white-space|\{%-?\s*(?:raw|capture|comment)/i;

/** Without the indentation that all lines share, and without the white space around. */
export function dedent(html: string): string {
  if (KEEPS_SPACE.test(html)) return html;
  const lines = html
    .replace(/^[ \t]*\r?\n/, "")
    .trimEnd()
    .split("\n");
  const widths = lines.filter((line) => line.trim()).map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const width = Math.min(...widths);
  return Number.isFinite(width)
    ? lines
        .map((line) => line.slice(width))
        .join("\n")
        .trimStart()
    : "";
}
