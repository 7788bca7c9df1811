export type Piece = { at: number; words: string; href?: string };

const ADDRESS = /https?:\/\/[^\s<>"']+/gi;
/** Belongs to the sentence around an address rather than to it. */
const AFTER = /[.,;:!?)\]}>]+$/;

/** A text in pieces, web addresses by themselves. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const hit of text.matchAll(ADDRESS)) {
    const href = hit[0].replace(AFTER, "");
    if (hit.index > done) pieces.push({ at: done, words: text.slice(done, hit.index) });
    pieces.push({ at: hit.index, words: href, href });
    done = hit.index + href.length;
  }
  if (done < text.length) pieces.push({ at: done, words: text.slice(done) });
  return pieces;
}
