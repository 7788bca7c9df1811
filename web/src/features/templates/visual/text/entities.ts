const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", copy: "©", reg: "®", trade: "™" },
  ...{ mdash: "—", ndash: "–", hellip: "…", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", bull: "•" },
  ...{ middot: "·", euro: "€", pound: "£", yen: "¥", cent: "¢", laquo: "«", raquo: "»", times: "×" },
  ...{ rarr: "→", larr: "←", uarr: "↑", darr: "↓", check: "✓", deg: "°", sect: "§", para: "¶", frac12: "½" },
  ...{ ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", zwnj: "\u200c", zwj: "\u200d", shy: "\u00ad" },
  ...{ aacute: "á", eacute: "é", iacute: "í", oacute: "ó", uacute: "ú", ntilde: "ñ", uuml: "ü", auml: "ä" },
  ...{ ouml: "ö", szlig: "ß", iquest: "¿", iexcl: "¡", agrave: "à", egrave: "è", ccedil: "ç", hearts: "♥" },
};

/** Text from its spelling in HTML; null where a name is not known, so that nobody guesses. */
export function decode(html: string): string | null {
  let unknown = false;
  const text = html.replace(/&(#x?[\da-f]+|[a-z]\w*);/gi, (whole, name: string) => {
    const character = name.startsWith("#") ? numbered(name.slice(1)) : NAMED[name];
    if (character === undefined) unknown = true;
    return character ?? whole;
  });
  return unknown ? null : text;
}

function numbered(digits: string): string | undefined {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

export function encode(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\u00a0", "&nbsp;")
    .replaceAll("\u200c", "&zwnj;")
    .replaceAll("\u00ad", "&shy;");
}
