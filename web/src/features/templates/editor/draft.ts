import type { TemplateContent, TemplateDetail } from "@/lib/api-types-mail";

/** What the editor changes, with what was last saved beneath it. */
export type Draft = TemplateContent;
export type Work = { base: TemplateDetail; draft: Draft };

export const FIELDS = [
  "name",
  "description",
  "category",
  "subject",
  "preheader",
  "html_code",
  "text_code",
  "source_format",
  "from_email_address_type",
  "email_main_logo_image",
] as const satisfies readonly (keyof Draft)[];

export function toDraft(template: TemplateDetail): Draft {
  return Object.fromEntries(FIELDS.map((field) => [field, template[field]])) as Draft;
}

export function changesOf({ base, draft }: Work): Partial<Draft> {
  return Object.fromEntries(
    FIELDS.filter((field) => draft[field] !== base[field]).map((field) => [field, draft[field]]),
  );
}

export function isDirty(work: Work): boolean {
  return FIELDS.some((field) => work.draft[field] !== work.base[field]);
}

/** Puts a newer saved state beneath the draft. Fields that were not touched since `before` follow it. */
export function rebase(work: Work, saved: TemplateDetail, before: Draft = toDraft(work.base)): Work {
  const draft = Object.fromEntries(
    FIELDS.map((field) => [field, work.draft[field] === before[field] ? saved[field] : work.draft[field]]),
  ) as Draft;
  return { base: saved, draft };
}

/** The draft as far as the server knows it once `change` is saved; what was not sent counts as typed since. */
export function afterSending({ base }: Work, change: Partial<Draft>): Draft {
  const known = toDraft(base);
  return Object.fromEntries(FIELDS.map((field) => [field, change[field] ?? known[field]])) as Draft;
}

/** Whether the server knows something newer than what lies beneath the draft. */
export function isNewer(saved: TemplateDetail, base: TemplateDetail): boolean {
  return (
    saved.version > base.version || (saved.version === base.version && saved.updated_at > base.updated_at)
  );
}
