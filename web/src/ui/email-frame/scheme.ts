const QUERY = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;

/**
 * Shows a mail as a reader with that appearance sees it. A frame cannot be told its appearance, so the mail's own
 * `prefers-color-scheme` queries are answered here: with one that always holds, or one that never does.
 */
export function withScheme(html: string, scheme: "light" | "dark"): string {
  const answered = html.replace(QUERY, (_, wanted: string) =>
    wanted.toLowerCase() === scheme ? "(min-width: 0px)" : "(max-width: 0px)",
  );
  const style = `<style>:root{color-scheme:${scheme} only}</style>`;
  return /<\/head>/i.test(answered) ? answered.replace(/<\/head>/i, `${style}</head>`) : style + answered;
}

/** Whether a mail has pictures that would be fetched from another host. */
export function hasRemoteImages(html: string, origin: string): boolean {
  const sources = html.matchAll(
    /(?:src|background)\s*=\s*["']?\s*(https?:\/\/[^"'\s>]+)|url\(\s*["']?(https?:\/\/[^"')]+)/gi,
  );
  return [...sources].some(
    ([, source, background]) => !(source ?? background ?? "").startsWith(`${origin}/`),
  );
}
