import type { Starter } from "@/lib/api-types-library";
import type { MailLocale, SourceFormat, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { queryClient } from "@/lib/query";
import { starterQuery } from "../queries";
import { blankSource, type StartSource } from "./blank";
import { galleryStarterQuery } from "./queries";

/** What a new template begins as. */
export type Start =
  | { kind: "starter"; starter: Starter; type: TemplateType; locales: readonly MailLocale[] }
  | { kind: "shipped"; type: TemplateType; locales: readonly MailLocale[] }
  | { kind: "blank"; type: TemplateType; locales: readonly MailLocale[] };

export const BLANK_START: Start = { kind: "blank", type: "custom", locales: MAIL_LOCALES };

export function shippedStart(type: TemplateType): Start {
  return { kind: "shipped", type, locales: MAIL_LOCALES };
}

export function starterStart(starter: Starter): Start {
  return { kind: "starter", starter, type: starter.type, locales: starter.locales };
}

export function keyOf(start: Start): string {
  return start.kind === "starter" ? start.starter.slug : `${start.kind}-${start.type}`;
}

type Wish = { type: TemplateType; locale: MailLocale; format: SourceFormat };

/** The content to begin with. What is written in MJML opens in blocks, whose language that is. */
export async function loadStart(start: Start, { type, locale, format }: Wish): Promise<StartSource> {
  if (start.kind === "blank") return blankSource(locale, format);
  if (start.kind === "starter") {
    const { description, subject, preheader, html_code } = await queryClient.fetchQuery(
      galleryStarterQuery(start.starter.slug, locale),
    );
    return { description, subject, preheader, html_code, text_code: "", source_format: "visual" };
  }
  const { description, subject, preheader, html_code, text_code, source_format } =
    await queryClient.fetchQuery(starterQuery(type, locale));
  const blocks = source_format === "mjml" ? "visual" : source_format;
  return { description, subject, preheader, html_code, text_code, source_format: blocks };
}
