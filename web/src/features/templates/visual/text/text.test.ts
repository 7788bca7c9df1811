import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { getSchema } from "@tiptap/core";
import { Node as Prose } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import type { Node } from "../model";
import { readMjml } from "../read-mjml";
import { slotsOf } from "../tree";
import { fromHtml, inlineFromHtml } from "./from-html";
import { makeExtensions } from "./schema";
import { toHtml } from "./to-html";

const same = (text: string) => text;
const schema = getSchema(makeExtensions({ label: same, title: same, fill: same }));

/** As the editor does it: through its own document, checked, and back. */
function through(html: string): string {
  const read = fromHtml(html);
  if (!("doc" in read)) return `refused: ${read.reason}`;
  const doc = Prose.fromJSON(schema, read.doc);
  doc.check();
  return toHtml(doc.toJSON());
}

const SHIPPED = resolve(import.meta.dirname, "../../../../../../frontdesk/mail/shipped");

function sources(): [string, string][] {
  const layout = readFileSync(`${SHIPPED}/layout.mjml`, "utf8");
  return ["en", "es"].flatMap((locale) =>
    readdirSync(`${SHIPPED}/${locale}`)
      .filter((name) => name.endsWith(".mjml") && !name.startsWith("footer"))
      .map((name): [string, string] => {
        const [, body = ""] = readFileSync(`${SHIPPED}/${locale}/${name}`, "utf8").split("---\n");
        const footer = readFileSync(`${SHIPPED}/${locale}/footer.mjml`, "utf8").trim();
        const code = layout
          .replace("<!-- content -->\n", () => body)
          .replace("<!-- footer -->", () => footer);
        return [`${locale}/${name}`, code];
      }),
  );
}

function texts(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) =>
    node.kind === "leaf" && node.tag === "mj-text"
      ? [node.html]
      : slotsOf(node).flatMap((slot) => texts(slot)),
  );
}

describe("texts of the templates that ship", () => {
  it.each(sources())("%s: every text comes out of the editor as it went in", (_, code) => {
    const reading = readMjml(code);
    if ("obstacle" in reading) throw new Error(reading.obstacle.detail);
    const found = texts(reading.design.children);
    expect(found.length).toBeGreaterThan(1);
    for (const html of found) {
      expect(through(html)).toBe(html.trim().replace(/\s*<br>|\s*<br\/>/g, "<br/>"));
    }
  });
});

describe("editing in place keeps", () => {
  it.each([
    ["bare words", "Hello {{ name }},"],
    ["lines", "One<br/>Two<br/><br/>Four"],
    ["paragraphs with their style", '<p style="margin: 0 0 12px" class="lead">A</p><p>B</p>'],
    ["headings and what follows", "<h1>Title</h1>and a line<h2>Next</h2>"],
    ["an empty line between blocks", "<h1>A</h1><br/><p>B</p>"],
    ["an empty line at the end", "A<br/><br/>"],
    ["marks by their own names", "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <del>e</del>"],
    [
      "a link with a mark inside",
      '<a href="{{ url | default: "https://x.test" }}" target="_blank">a <b>b</b> c</a>',
    ],
    ["a mark around a link", '<strong>a <a href="https://x.test?a=1&amp;b=2">b</a> c</strong>'],
    ["spans in spans", '<span style="font-size:20px"><span class="x">a</span> b</span>'],
    ["a colour", '<span style="color: #ff0000">red</span>'],
    ["Liquid tags around words", "{% if a < b and c == 'd' %}yes{% else %}no{% endif %}"],
    ["Liquid tags around blocks", "{% if a %}<p>yes</p>{% endif %}<ul><li>{{ b }}</li></ul>"],
    ["lists in lists", '<ul><li>a<ul><li>b</li></ul></li></ul><ol start="3"><li>c</li></ol>'],
    ["images, comments and anchors", 'a <img src="x.png" alt="X"/> <!-- note --> <a name="top"></a>b'],
    ["entities", "a &amp; b &lt;c&gt;&nbsp;d"],
    ["a quote", '<div class="quote">{{ message | newline_to_br }}</div>'],
  ])("%s", (_, html) => {
    expect(through(html)).toBe(html);
  });

  it("shows white space as a browser does", () => {
    expect(through("\n  Hello\n   <b>you</b>  \n<br>\n  there\n")).toBe("Hello <b>you</b><br/>there");
  });
});

describe("editing in place refuses", () => {
  it.each([
    ["table", "<table><tr><td>a</td></tr></table>"],
    ["nesting", "<p>a<b>b</p></b>"],
    ["nesting", "<div><p>a</p></div>"],
    ["nesting", "<b>a <b>b</b></b>"],
    ["element", "<video src='x'></video>"],
    ["entity", "a &unknown; b"],
    ["attribute", "<p {% if a %}class='x'{% endif %}>a</p>"],
  ])("%s", (reason, html) => {
    expect(fromHtml(html)).toMatchObject({ reason });
  });
});

it("makes snippets pieces of a line, and nothing else", () => {
  expect(inlineFromHtml("{{ name }}")).toEqual([{ type: "liquid", attrs: { code: "{{ name }}" } }]);
  expect(inlineFromHtml("{% for item in a %}\n  {{ item }}\n{% endfor %}")).toHaveLength(5);
  expect(inlineFromHtml("<p>a</p><p>b</p>")).toBeNull();
});
