import type { MailLocale, SourceFormat, TemplateContent } from "@/lib/api-types-mail";

/** What a start brings to a new template. */
export type StartSource = Pick<
  TemplateContent,
  "description" | "subject" | "preheader" | "html_code" | "text_code" | "source_format"
>;

/** Where nobody says anything MJML takes a narrow font of 13 pixels with no room between the lines. */
const MJML = (locale: MailLocale, text: string) => `<mjml lang="${locale}">
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#1f2933" />
      <mj-button font-size="16px" border-radius="6px" inner-padding="12px 24px" />
      <mj-table font-size="16px" color="#1f2933" />
    </mj-attributes>
  </mj-head>
  <mj-body>
    <mj-section>
      <mj-column>${text}
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

const HTML = (locale: MailLocale) => `<!DOCTYPE html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title></title>
  </head>
  <body>
    <p></p>
  </body>
</html>
`;

/** The least that a mail of that format is made of. */
export function blankSource(locale: MailLocale, format: SourceFormat): StartSource {
  // Blocks begin with an empty place that says so, code with the text to write in.
  const text = format === "mjml" ? "\n        <mj-text></mj-text>" : "";
  const html_code = format === "html" ? HTML(locale) : MJML(locale, text);
  return {
    description: "",
    subject: "",
    preheader: "",
    html_code,
    text_code: "",
    source_format: format,
  };
}
