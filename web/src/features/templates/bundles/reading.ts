/** Files whose text is shown before anything is made of it; the others are read by the server alone. */
const TEXT = /\.(html?|mjml|liquid|hbs|handlebars|mustache|txt)$/i;

export function isText(name: string): boolean {
  return TEXT.test(name);
}

/** `old-newsletter_v2.html` → `Old newsletter v2`. */
export function nameFrom(file: string): string {
  const words = file
    .replace(/^.*[/\\]/, "")
    .replace(/\.[^.]+$/, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The text of a file: UTF-8, else what the document itself says, else the code page of old Windows programs. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 2048));
    const said = head.match(/charset\s*=\s*["']?\s*([\w-]+)/i)?.[1] ?? "windows-1252";
    try {
      return new TextDecoder(/^utf-?8$/i.test(said) ? "windows-1252" : said).decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  }
}
