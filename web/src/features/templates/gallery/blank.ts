import type { MailLocale, SourceFormat, TemplateContent } from "@/lib/api-types-mail";

/** What a start brings to a new template. */
export type StartSource = Pick<
  TemplateContent,
  "description" | "subject" | "preheader" | "html_code" | "text_code" | "source_format"
>;

const MJML = (locale: MailLocale) => `<mjml lang="${locale}">
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text></mj-text>
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
  const html_code = format === "html" ? HTML(locale) : MJML(locale);
  return {
    description: "",
    subject: "",
    preheader: "",
    html_code,
    text_code: "",
    source_format: format,
  };
}
