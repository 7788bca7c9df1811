/** A stretch of a text, counted in characters as the API counts them (code points, not UTF-16 units). */
export type Span = { start: number; end: number; kind: string };
export type Piece = { at: number; text: string; kinds: string[] };

/** Cuts the text where a span begins or ends; each piece tells which kinds lie over it. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const letters = Array.from(text);
  const bounded = spans.map(({ start, end, kind }) => ({
    kind,
    start: Math.max(0, Math.min(start, letters.length)),
    end: Math.max(0, Math.min(end, letters.length)),
  }));
  const cuts = new Set([0, letters.length, ...bounded.flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(0, -1).map((at, index) => {
    const end = places[index + 1] ?? letters.length;
    const over = bounded.filter((span) => span.start <= at && span.end >= end);
    return { at, text: letters.slice(at, end).join(""), kinds: [...new Set(over.map((span) => span.kind))] };
  });
}
