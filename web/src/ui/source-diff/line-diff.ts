import { diffComm } from "node-diff3";

/** A row of two texts side by side; a side is null where the other one has more lines. */
export type Row = { kind: "same" | "changed"; before: Line | null; after: Line | null };
export type Line = { number: number; text: string };
/** Rows to show, or how many alike were left out. */
export type Hunk = { rows: readonly Row[] } | { skipped: number };

export function compareLines(before: string, after: string): Row[] {
  const rows: Row[] = [];
  let left = 0;
  let right = 0;
  for (const part of diffComm(before.split("\n"), after.split("\n"))) {
    const [old, now] = part.common ? [part.common, part.common] : [part.buffer1, part.buffer2];
    for (let at = 0; at < Math.max(old.length, now.length); at += 1) {
      rows.push({
        kind: part.common ? "same" : "changed",
        before: at < old.length ? { number: ++left, text: old[at] ?? "" } : null,
        after: at < now.length ? { number: ++right, text: now[at] ?? "" } : null,
      });
    }
  }
  return rows;
}

/**
 * The changes with `around` lines on either side, and likewise the newer text's `line`; longer stretches alike are
 * folded away.
 */
export function foldRows(rows: readonly Row[], around = 3, line?: number): Hunk[] {
  const near = new Set<number>();
  for (const [at, row] of rows.entries()) {
    if (row.kind === "same" && (line === undefined || row.after?.number !== line)) continue;
    for (let each = at - around; each <= at + around; each += 1) near.add(each);
  }
  const hunks: Hunk[] = [];
  let from = 0;
  while (from < rows.length) {
    const isShown = near.has(from);
    let to = from;
    while (to < rows.length && near.has(to) === isShown) to += 1;
    hunks.push(isShown ? { rows: rows.slice(from, to) } : { skipped: to - from });
    from = to;
  }
  return hunks;
}
