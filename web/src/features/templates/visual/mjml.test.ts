import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { effective } from "./effective";
import type { Design, Node } from "./model";
import { readFragment, readMjml } from "./read-mjml";
import { writeFragment, writeMjml } from "./write-mjml";

const SHIPPED = resolve(import.meta.dirname, "../../../../../frontdesk/mail/shipped");
const shipped = ["en", "es"].flatMap((locale) =>
  readdirSync(`${SHIPPED}/${locale}`)
    .filter((name) => name.endsWith(".mjml") && !name.startsWith("footer"))
    .map((name) => [`${locale}/${name}`]),
);

function sourceOf(name: string): string {
  const [, body = ""] = readFileSync(`${SHIPPED}/${name}`, "utf8").split("---\n");
  return readFileSync(`${SHIPPED}/layout.mjml`, "utf8").replace("<!-- content -->\n", () => body);
}

function read(source: string): Design {
  const reading = readMjml(source);
  if ("obstacle" in reading) throw new Error(JSON.stringify(reading.obstacle));
  return reading.design;
}

const withoutIds = (design: Design): unknown =>
  JSON.parse(JSON.stringify(design, (key, value) => (key === "id" ? undefined : value)));

const inBody = (children: string) => `<mjml><mj-body>${children}</mj-body></mjml>`;
const column = (children: string) => inBody(`<mj-section><mj-column>${children}</mj-column></mj-section>`);

function contents(source: string): readonly Node[] {
  const [section] = read(source).children;
  const [inner] = section?.kind === "box" ? section.children : [];
  return inner?.kind === "box" ? inner.children : [];
}

describe("every template that ships", () => {
  it.each(shipped)("%s becomes blocks and comes back as it was", (name) => {
    const design = read(sourceOf(name));
    const { code } = writeMjml(design);
    expect(withoutIds(read(code))).toEqual(withoutIds(design));
    expect(writeMjml(read(code)).code).toBe(code);
  });

  it.each(shipped)("%s needs no piece of code in its body", (name) => {
    const reading = readMjml(sourceOf(name));
    expect(reading).toMatchObject({ verbatim: 0 });
  });
});

describe("reading", () => {
  it("takes conditions and loops around elements, nested", () => {
    const source = column(
      '{% for line in lines %}{% if line.url != blank %}<mj-button href="{{ line.url }}">Go</mj-button>{% else %}<mj-text>-</mj-text>{% endif %}{% else %}<mj-text>None</mj-text>{% endfor %}',
    );
    const [loop] = contents(source);
    expect(loop).toMatchObject({
      kind: "loop",
      tag: "for line in lines",
      children: [{ kind: "condition", branches: [{ tag: "if line.url != blank" }, { tag: "else" }] }],
      otherwise: [{ kind: "leaf", html: "None" }],
    });
  });

  it("takes a case with its whens", () => {
    const source = column(
      "{% case n %}\n{% when 1 %}<mj-text>a</mj-text>{% when 2, 3 %}<mj-text>b</mj-text>{% endcase %}",
    );
    expect(contents(source)[0]).toMatchObject({
      branches: [{ tag: "case n", children: [] }, { tag: "when 1" }, { tag: "when 2, 3" }],
    });
    expect(writeFragment(contents(source))).toContain("{% endcase %}");
  });

  it("keeps quotes inside Liquid inside an attribute", () => {
    const source = column('<mj-image alt="{{ title | default: "a > b" }}" src="x" />');
    const [image] = contents(source);
    expect(image).toMatchObject({ attributes: { alt: '{{ title | default: "a > b" }}', src: "x" } });
    expect(writeFragment(contents(source))).toBe(
      '<mj-image alt="{{ title | default: "a > b" }}" src="x" />\n',
    );
  });

  it("keeps what it has no block for to the letter, and counts it", () => {
    const reading = readMjml(
      column(
        '<!-- note -->{% assign a = 1 %}<mj-accordion><mj-accordion-element/></mj-accordion><mj-text {% if a %}color="red"{% endif %}>x</mj-text>',
      ),
    );
    expect(reading).toMatchObject({ verbatim: 4 });
    const [note, assign, accordion, text] = contents(
      column(
        '<!-- note -->{% assign a = 1 %}<mj-accordion><mj-accordion-element/></mj-accordion><mj-text {% if a %}color="red"{% endif %}>x</mj-text>',
      ),
    );
    expect(
      [note, assign, accordion, text].map((node) => (node?.kind === "verbatim" ? node.code : "")),
    ).toEqual([
      "<!-- note -->",
      "{% assign a = 1 %}",
      "<mj-accordion><mj-accordion-element/></mj-accordion>",
      '<mj-text {% if a %}color="red"{% endif %}>x</mj-text>',
    ]);
  });

  it("leaves indentation alone where it counts", () => {
    const html = "\n      <pre>\n  a\n    b</pre>";
    expect(contents(column(`<mj-text>${html}</mj-text>`))[0]).toMatchObject({ html });
  });

  it("keeps comments and Liquid of the head", () => {
    const design = read(
      "<!-- a --><mjml><mj-head>{% assign x = 1 %}<mj-style>p > a { color: red }</mj-style></mj-head><!-- b --><mj-body></mj-body></mjml>",
    );
    expect(design.head.rest).toEqual([
      "{% assign x = 1 %}",
      "<mj-style>p > a { color: red }</mj-style>",
      "<!-- a -->",
      "<!-- b -->",
    ]);
  });

  it.each([
    ["<p>Hello</p>", "not_mjml", 1, 1],
    [inBody("{% if a %}<mj-section>{% endif %}</mj-section>"), "crossing", 1, 38],
    [inBody("{% if a %}<mj-section></mj-section>"), "crossing", 1, 16],
    [inBody("<mj-section><mj-column></mj-section>"), "unclosed", 1, 28],
    [inBody("</mj-text>"), "stray_close", 1, 16],
    [inBody('<mj-section padding="0'), "broken_tag", 1, 16],
    [column("<mj-text>{% if a %}</mj-text>"), "crossing", 1, 48],
  ])("refuses %s and says where", (source, message, line, col) => {
    expect(readMjml(source)).toMatchObject({ obstacle: { message, line, column: col } });
  });

  it("reads a fragment, and none that is half a thing", () => {
    expect(readFragment("<mj-text>a</mj-text>\n<mj-spacer />")).toHaveLength(2);
    expect(readFragment("<mj-section>")).toBeNull();
  });

  it("reads a large source in no time", () => {
    const source = inBody(
      "<mj-section><mj-column><mj-text>{{ a }} text</mj-text></mj-column></mj-section>".repeat(5000),
    );
    expect(read(source).children).toHaveLength(5000);
  });
});

describe("writing", () => {
  it("tells where each node stands", () => {
    const design = read(column("<mj-text>a</mj-text><mj-text>\n  <p>b</p>\n  <p>c</p>\n</mj-text>"));
    const { code, places } = writeMjml(design);
    const [, second] = contents(code);
    expect(second).toMatchObject({ html: "<p>b</p>\n<p>c</p>" });
    const section = design.children[0];
    const inner = section?.kind === "box" ? section.children[0] : undefined;
    const text = inner?.kind === "box" ? inner.children[1] : undefined;
    expect(places.get(text?.id ?? "")).toEqual({
      start: { line: 6, column: 9 },
      end: { line: 9, column: 19 },
    });
  });

  it("escapes what a person types into an attribute, but no Liquid", () => {
    const code = writeFragment([
      {
        id: "a",
        kind: "leaf",
        tag: "mj-image",
        attributes: { alt: 'say "hi" {{ a | append: "<b>" }}' },
        html: "",
      },
    ]);
    expect(code).toBe('<mj-image alt="say &quot;hi&quot; {{ a | append: "<b>" }}" />\n');
  });
});

it("gives an element what its tag, its classes and itself say, in this order", () => {
  const design = read(
    '<mjml><mj-head><mj-attributes><mj-all color="red" font-size="9px"/><mj-text color="green" padding="1px"/><mj-class name="a" color="blue" /></mj-attributes></mj-head><mj-body></mj-body></mjml>',
  );
  expect(
    effective(design, { tag: "mj-text", attributes: { "mj-class": "a", align: "right" } }),
  ).toMatchObject({
    color: "blue",
    "font-size": "9px",
    padding: "1px",
    align: "right",
    "line-height": "1",
  });
});
