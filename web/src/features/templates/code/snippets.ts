/** Whole pieces to begin with; `$1` and `$0` are where the cursor stops. */
export type Snippet = { name: SnippetName; text: string };
export type SnippetName = "section" | "columns" | "column" | "button" | "image" | "condition" | "loop";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
const LIQUID: readonly Snippet[] = [
  { name: "condition", text: "{% if ${1:name} %}\n  $2\n{% else %}\n  $0\n{% endif %}" },
  { name: "loop", text: "{% for ${1:item} in ${2:items} %}\n  $0\n{% endfor %}" },
];

export const MJML_SNIPPETS: readonly Snippet[] = [
  {
    name: "section",
    text: '<mj-section padding="${1:16px 24px}">\n  <mj-column>\n    <mj-text>$0</mj-text>\n  </mj-column>\n</mj-section>',
  },
  {
    name: "columns",
    text: '<mj-section>\n  <mj-column width="50%">\n    <mj-text>$1</mj-text>\n  </mj-column>\n  <mj-column width="50%">\n    <mj-text>$0</mj-text>\n  </mj-column>\n</mj-section>',
  },
  { name: "column", text: "<mj-column>\n  <mj-text>$0</mj-text>\n</mj-column>" },
  {
    name: "button",
    text: '<mj-button href="${1:{{ action_url \\}\\}}" background-color="{{ organization.brand_color \\}\\}" color="{{ organization.brand_text_color \\}\\}">${0:Open}</mj-button>',
  },
  { name: "image", text: '<mj-image src="${1:https://}" alt="${2}" width="${3:560px}" />$0' },
  ...LIQUID,
];

export const HTML_SNIPPETS: readonly Snippet[] = [
  {
    name: "section",
    text: '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n  <tr>\n    <td style="padding: ${1:16px 24px}">\n      $0\n    </td>\n  </tr>\n</table>',
  },
  {
    name: "columns",
    text: '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n  <tr>\n    <td width="50%" valign="top" style="padding: 8px">$1</td>\n    <td width="50%" valign="top" style="padding: 8px">$0</td>\n  </tr>\n</table>',
  },
  { name: "column", text: '<td valign="top" style="padding: 8px">$0</td>' },
  {
    name: "button",
    text: '<table role="presentation" cellpadding="0" cellspacing="0" border="0">\n  <tr>\n    <td bgcolor="{{ organization.brand_color \\}\\}" style="border-radius: 6px; background: {{ organization.brand_color \\}\\}">\n      <a href="${1:{{ action_url \\}\\}}" style="display: inline-block; padding: 12px 24px; color: {{ organization.brand_text_color \\}\\}; text-decoration: none">${0:Open}</a>\n    </td>\n  </tr>\n</table>',
  },
  {
    name: "image",
    text: '<img src="${1:https://}" alt="${2}" width="${3:560}" style="display: block; max-width: 100%; height: auto">$0',
  },
  ...LIQUID,
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax

/** The tag for a picture that was chosen, dropped or pasted. */
export function imageTag(image: { url: string; width: number; alt: string }, mjml: boolean): string {
  const alt = image.alt.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  if (mjml) return `<mj-image src="${image.url}" alt="${alt}" width="${image.width}px" />`;
  return `<img src="${image.url}" alt="${alt}" width="${image.width}" style="display: block; max-width: 100%; height: auto">`;
}
