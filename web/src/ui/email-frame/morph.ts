/** Makes a document show another one without loading anew: what is alike stays, so nothing flickers or jumps. */
export function morph(shown: Document, wanted: Document): void {
  copyAttributes(shown.documentElement, wanted.documentElement);
  for (const part of ["head", "body"] as const) {
    copyAttributes(shown[part], wanted[part]);
    morphChildren(shown[part], wanted[part]);
  }
}

function morphChildren(shown: Node, wanted: Node): void {
  const now = [...shown.childNodes];
  const next = [...wanted.childNodes];
  let start = 0;
  while (start < now.length && start < next.length && isSame(now[start], next[start])) start += 1;
  let end = 0;
  while (
    end < now.length - start &&
    end < next.length - start &&
    isSame(now[now.length - 1 - end], next[next.length - 1 - end])
  ) {
    end += 1;
  }
  const behind = now[now.length - end] ?? null;
  const old = now.slice(start, now.length - end);
  const young = next.slice(start, next.length - end);
  young.forEach((node, index) => {
    const there = old[index];
    if (there && isOfAKind(there, node)) morphNode(there, node);
    else if (there) shown.replaceChild(importInto(shown, node), there);
    else shown.insertBefore(importInto(shown, node), behind);
  });
  for (const node of old.slice(young.length)) shown.removeChild(node);
}

function isSame(one: Node | undefined, other: Node | undefined): boolean {
  return one !== undefined && other !== undefined && one.isEqualNode(other);
}

function isOfAKind(one: Node, other: Node): boolean {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

function importInto(shown: Node, node: Node): Node {
  return (shown.ownerDocument as Document).importNode(node, true);
}

function morphNode(shown: Node, wanted: Node): void {
  if (isElement(shown) && isElement(wanted)) {
    copyAttributes(shown, wanted);
    morphChildren(shown, wanted);
  } else if (shown.nodeValue !== wanted.nodeValue) {
    shown.nodeValue = wanted.nodeValue;
  }
}

/** Another window's elements are no instances of this window's classes. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

function copyAttributes(shown: Element, wanted: Element): void {
  for (const { name } of [...shown.attributes]) if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}

const MARK = /⟦[^⟧]*⟧/;
const MARKED = "background:#fde68a;color:#713f12;border-radius:3px;padding:0 2px";

/** What fetches, leads elsewhere, or changes the addresses of links while one looks. */
const ACTING =
  "script,base,link,iframe,frame,frameset,object,embed,form,meta[http-equiv],animate,animateMotion,animateTransform,set";

/** A mail as it may stand in a frame that this page can reach into: nothing that acts, links that lead nowhere. */
export function readMail(html: string): Document {
  const mail = new DOMParser().parseFromString(html, "text/html");
  for (const each of mail.querySelectorAll(ACTING)) each.remove();
  for (const link of mail.querySelectorAll("a,area")) link.setAttribute("target", "_blank");
  markMissing(mail);
  return mail;
}

/** Names that nothing could be put in for stand in ⟦brackets⟧. */
function markMissing(mail: Document): void {
  const walker = mail.createTreeWalker(mail.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode())
    if (MARK.test(walker.currentNode.nodeValue ?? "")) found.push(walker.currentNode as Text);
  for (const text of found) {
    const pieces = (text.nodeValue ?? "").split(/(⟦[^⟧]*⟧)/).filter(Boolean);
    text.replaceWith(
      ...pieces.map((piece) => {
        if (!MARK.test(piece)) return piece;
        const mark = mail.createElement("mark");
        mark.style.cssText = MARKED;
        mark.textContent = piece;
        return mark;
      }),
    );
  }
}
