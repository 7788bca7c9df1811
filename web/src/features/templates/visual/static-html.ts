import { findLiquid, type LiquidPiece, maskLiquid } from "./liquid";

const TAG = /<\/?[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>/g;

const TAGS = new Set(
  (
    "p div span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote hr br strong b em i u s strike del ins small big sub sup " +
    "code pre mark abbr cite q tt kbd font center a img table caption colgroup col thead tbody tfoot tr td th"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "style class align valign width height colspan rowspan bgcolor border cellpadding cellspacing alt title dir lang " +
    "color face size start type src"
  ).split(" "),
);
const GONE = new Set(
  "script style iframe object embed link meta base title head template noscript svg math".split(" "),
);

type Showing = {
  label: (code: string) => string;
  title: (code: string) => string;
  fill: (value: string) => string;
  isOurs: (address: string) => boolean;
};

/** HTML of a block for looking at: without anything that acts, with Liquid as chips. */
export function staticHtml(html: string, showing: Showing, isTable = false): string {
  const pieces = findLiquid(html);
  const marked = isTable ? `<table><tbody>${mark(html, pieces)}</tbody></table>` : mark(html, pieces);
  const { body } = new DOMParser().parseFromString(`<body>${marked}`, "text/html");
  cleanse(body, showing);
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: Comment[] = [];
  while (comments.nextNode()) found.push(comments.currentNode as Comment);
  for (const comment of found) {
    const index = /^liquid:(\d+)$/.exec(comment.data)?.[1];
    const piece = index === undefined ? undefined : pieces[Number(index)];
    if (piece) comment.replaceWith(chipFor(comment, html.slice(piece.start, piece.end), showing));
    else comment.remove();
  }
  return isTable ? (body.querySelector("tbody")?.innerHTML ?? "") : body.innerHTML;
}

/** Liquid between tags as comments, which may stand anywhere, even between the rows of a table. */
function mark(html: string, pieces: readonly LiquidPiece[]): string {
  const tags = [...maskLiquid(html, pieces).matchAll(TAG)].map(({ index, 0: { length } }) => [
    index,
    index + length,
  ]);
  let marked = "";
  let position = 0;
  for (const [at, { start, end }] of pieces.entries()) {
    const isInTag = tags.some(([from = 0, to = 0]) => from < start && end <= to);
    marked += html.slice(position, start) + (isInTag ? html.slice(start, end) : `<!--liquid:${at}-->`);
    position = end;
  }
  return marked + html.slice(position);
}

function cleanse(root: Element, showing: Showing) {
  for (const element of [...root.querySelectorAll("*")]) {
    const tag = element.localName;
    if (GONE.has(tag)) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      if (!ATTRIBUTES.has(name)) element.removeAttribute(name);
      else if (value.includes("{")) element.setAttribute(name, showing.fill(value));
    }
    if (element.hasAttribute("src") && !showing.isOurs(element.getAttribute("src") ?? "")) {
      element.removeAttribute("src");
    }
    if (/url\s*\(/i.test(element.getAttribute("style") ?? "")) element.removeAttribute("style");
    if (!TAGS.has(tag)) element.replaceWith(...element.childNodes);
  }
}

function chipFor(comment: Comment, code: string, showing: Showing): Element {
  const chip = document.createElement("span");
  chip.dataset.chip = code.startsWith("{{") ? "output" : "tag";
  chip.title = showing.title(code);
  chip.textContent = showing.label(code);
  const parent = comment.parentElement?.localName ?? "";
  if (!["table", "tbody", "thead", "tfoot", "tr"].includes(parent)) return chip;
  const cell = document.createElement("td");
  cell.colSpan = 20;
  cell.append(chip);
  if (parent === "tr") return cell;
  const row = document.createElement("tr");
  row.append(cell);
  return row;
}
