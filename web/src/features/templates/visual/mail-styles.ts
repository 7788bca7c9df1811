import { fill, type Samples } from "./samples";

/** The rules of a template's own `mj-style` pieces, kept within the canvas; `scope` is a selector for it. */
export function scopedStyles(
  rest: readonly string[],
  scope: string,
  samples: Samples,
  width: number,
): string {
  const written = rest
    .filter((piece) => /^<mj-style[\s>]/.test(piece))
    .map((piece) => piece.replace(/^<mj-style[^>]*>/, "").replace(/<\/mj-style>\s*$/, ""))
    .map((piece) => piece.replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, ""))
    .join("\n");
  if (!written.trim()) return "";
  const sheet = new CSSStyleSheet();
  try {
    sheet.replaceSync(fill(written, samples));
  } catch {
    return "";
  }
  return within(sheet.cssRules, scope, width).join("\n");
}

function within(rules: CSSRuleList, scope: string, width: number): string[] {
  return [...rules].flatMap((rule) => {
    if (rule instanceof CSSStyleRule) {
      const { cssText } = rule.style;
      return /url\s*\(/i.test(cssText) ? [] : [`${scope} :is(${rule.selectorText}) { ${cssText} }`];
    }
    if (rule instanceof CSSMediaRule && holds(rule.media.mediaText, width))
      return within(rule.cssRules, scope, width);
    return [];
  });
}

/** Whether a query holds for a light screen as wide as the canvas pretends to be. */
function holds(query: string, width: number): boolean {
  if (/dark|print|reduced|orientation/i.test(query)) return false;
  const most = /max-width:\s*(\d+)px/.exec(query)?.[1];
  const least = /min-width:\s*(\d+)px/.exec(query)?.[1];
  return (!most || width <= Number(most)) && (!least || width >= Number(least));
}
