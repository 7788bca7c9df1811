import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { format } from "./formatting";

const liquid = (text: string) => text.match(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g) ?? [];
const words = (text: string) =>
  text
    .replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

describe("formatting", () => {
  it("indents elements and the Liquid blocks around them", () => {
    expect(
      format(
        '<table><tr>\n{% if a > b %}\n<td class="x">Hi {{ name }}</td>\n{% else %}\n<td></td>\n{% endif %}\n</tr></table>',
      ),
    ).toBe(
      [
        "<table>",
        "  <tr>",
        "    {% if a > b %}",
        '      <td class="x">Hi {{ name }}</td>',
        "    {% else %}",
        "      <td></td>",
        "    {% endif %}",
        "  </tr>",
        "</table>",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["a condition within a line", "<p>Hello{% if name %} {{ name }}{% endif %}!</p>"],
    ["a condition in a tag", '<td {% if a %}class="b"{% endif %} id="{{ c }}">x</td>'],
    ["crossing blocks", "<div>\n{% if a %}\n</div><div>\n{% endif %}\n</div>"],
    ["Liquid with markup in it", '<p>{{ a | replace: "<b>", "</p>" }}</p>'],
    ["a comment", "{% comment %}\n <p>{{ x }\n{% endcomment %}<p>a</p>"],
    [
      "Outlook's comments",
      "<!--[if mso]><table><tr><td><![endif]--><p>a</p><!--[if mso]></td></tr></table><![endif]-->",
    ],
    ["styles", "<style>p{color:{{ c }};margin:0}\n{% if d %}\n.a>b{top:0}\n{% endif %}</style><p>x</p>"],
    ["spaces between words", "<p><b>a</b><i>b</i> <u>c</u>{{ d }}<b>e</b></p>"],
    ["pictures side by side", '<td><img src="a"><img src="b"></td>'],
    ["preformatted text", "<pre>  a\n    {{ b }}\n</pre>"],
    ["a loop", "{% for a in b %}<tr><td>{{ a.c }}</td></tr>{% endfor %}"],
  ])("keeps %s, twice the same", (_, source) => {
    const once = format(source);
    expect(format(once)).toBe(once);
    expect(liquid(once)).toEqual(liquid(source));
    expect(words(once)).toBe(words(source));
  });

  it("keeps what ships, twice the same", () => {
    const root = join(__dirname, "../../../../../frontdesk/mail/shipped");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(mjml|html)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const source = readFileSync(join(root, name), "utf8");
      const once = format(source);
      expect(format(once), name).toBe(once);
      expect(liquid(once), name).toEqual(liquid(source));
    }
  });
});
