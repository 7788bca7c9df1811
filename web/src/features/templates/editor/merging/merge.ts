import { diff3Merge } from "node-diff3";
import { type Draft, FIELDS, type Field } from "../draft";

/** Fields of many lines are merged line by line; of the others there is only one or the other. */
const BY_LINE: readonly Field[] = ["html_code", "text_code", "description"];

export type Conflict = { id: string; field: Field; line: number; base: string; mine: string; theirs: string };
/** A field in pieces: text that is settled, and conflicts by their id. */
type Piece = string | Conflict;
export type FieldMerge = { field: Field; pieces: readonly Piece[] };
export type Merge = { fields: readonly FieldMerge[]; conflicts: readonly Conflict[] };
export type Choice = "mine" | "theirs" | "both";
export type Choices = Readonly<Record<string, Choice>>;

/** What two people made of one template: each field that either changed, with the places both did. */
export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Merge {
  // Code in different formats has no lines in common: it is taken whole, and its format with it.
  const isOneFormat = mine.source_format === theirs.source_format;
  const fields = FIELDS.filter((field) => mine[field] !== base[field] || theirs[field] !== base[field])
    .filter((field) => field !== "source_format")
    .map((field) => ({ field, pieces: mergeField(field, base, mine, theirs, isOneFormat) }));
  const conflicts = fields.flatMap(({ pieces }) => pieces.filter((each) => typeof each !== "string"));
  return { fields, conflicts };
}

function mergeField(field: Field, base: Draft, mine: Draft, theirs: Draft, isOneFormat: boolean): Piece[] {
  if (mine[field] === theirs[field]) return [mine[field]];
  const byLine = BY_LINE.includes(field) && (field !== "html_code" || isOneFormat);
  if (byLine) return mergeLines(field, base[field], mine[field], theirs[field]);
  if (mine[field] === base[field]) return [theirs[field]];
  if (theirs[field] === base[field]) return [mine[field]];
  const sides = { base: base[field], mine: mine[field], theirs: theirs[field] };
  return [{ id: field, field, line: 0, ...sides }];
}

function mergeLines(field: Field, base: string, mine: string, theirs: string): Piece[] {
  const regions = diff3Merge(mine.split("\n"), base.split("\n"), theirs.split("\n"), {
    excludeFalseConflicts: true,
  });
  return regions.map(({ ok, conflict }) =>
    conflict
      ? {
          id: `${field}:${conflict.aIndex}`,
          field,
          line: conflict.aIndex + 1,
          base: conflict.o.join("\n"),
          mine: conflict.a.join("\n"),
          theirs: conflict.b.join("\n"),
        }
      : (ok ?? []).join("\n"),
  );
}

/** The merged draft; what nobody chose yet stays mine. */
export function settle(merge: Merge, mine: Draft, theirs: Draft, choices: Choices): Draft {
  const texts = Object.fromEntries(
    merge.fields.map(({ field, pieces }) => [
      field,
      pieces.flatMap((piece) => chosen(piece, choices)).join("\n"),
    ]),
  );
  const merged = { ...theirs, ...texts };
  const code = merged.html_code;
  if (code === theirs.html_code && code !== mine.html_code)
    return { ...merged, source_format: theirs.source_format, design: theirs.design };
  // A merged design is read anew from its code by the visual editor.
  return {
    ...merged,
    source_format: mine.source_format,
    design: code === mine.html_code ? mine.design : null,
  };
}

/** The lines of a piece; a side that took its lines out leaves none. */
function chosen(piece: Piece, choices: Choices): string[] {
  if (typeof piece === "string") return [piece];
  const choice = choices[piece.id] ?? "mine";
  const isWhole = piece.line === 0;
  if (choice !== "both") return isWhole || piece[choice] ? [piece[choice]] : [];
  return [piece.theirs, piece.mine].filter((side) => side);
}

/** Both are offered only where lines can stand one after the other. */
export function mayTakeBoth({ line, mine, theirs }: Conflict): boolean {
  return line > 0 && mine !== "" && theirs !== "";
}
