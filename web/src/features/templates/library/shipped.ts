import type { MailLocale, Template, TemplateType } from "@/lib/api-types-mail";
import { TEMPLATE_TYPES } from "@/lib/choices-mail";

/** Types for which nothing of one's own is active in that language, so that the design that ships serves. */
export function typesServedByShipped(
  active: readonly Pick<Template, "type" | "locale" | "is_active">[],
  locale: MailLocale,
): TemplateType[] {
  const served = new Set(
    active.filter((template) => template.locale === locale && template.is_active).map(({ type }) => type),
  );
  // A custom mail is sent by its own template; no default stands behind it.
  return TEMPLATE_TYPES.filter((type) => type !== "custom" && !served.has(type));
}
