import type { TemplateContent, TemplateDetail } from "@/lib/api-types-mail";

/** What the editor changes. */
export type Draft = TemplateContent;
/** The draft with what was last saved beneath it. */
export type Ground = { base: TemplateDetail; draft: Draft };

/** What is compared. A design is the tree of its code: it changes only with the code or the format. */
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
export type Field = (typeof FIELDS)[number];

export function toDraft(template: Draft): Draft {
  return { ...pick(FIELDS, (field) => template[field]), design: template.design } as Draft;
}

export function changesOf({ base, draft }: Ground): Partial<Draft> {
  const changed = FIELDS.filter((field) => draft[field] !== base[field]);
  const isCode = changed.includes("html_code") || changed.includes("source_format");
  return { ...pick(changed, (field) => draft[field]), ...(isCode && { design: draft.design }) };
}

export function isDirty({ base, draft }: Ground): boolean {
  return FIELDS.some((field) => draft[field] !== base[field]);
}

/** Puts a newer saved state beneath the draft. Fields that were not touched since `before` follow it. */
export function rebase(work: Ground, saved: TemplateDetail, before: Draft = toDraft(work.base)): Ground {
  const isMine = (field: Field) => work.draft[field] !== before[field];
  const draft = pick(FIELDS, (field) => (isMine(field) ? work.draft[field] : saved[field]));
  const design = isMine("html_code") || isMine("source_format") ? work.draft.design : saved.design;
  return { base: saved, draft: { ...draft, design } as Draft };
}

/** The draft as far as the server knows it once `change` is saved; what was not sent counts as typed since. */
export function afterSending({ base }: Ground, change: Partial<Draft>): Draft {
  return { ...toDraft(base), ...change };
}

/** Whether the server knows something newer than what lies beneath the draft. */
export function isNewer(saved: TemplateDetail, base: TemplateDetail): boolean {
  return (
    saved.version > base.version || (saved.version === base.version && saved.updated_at > base.updated_at)
  );
}

/** What was kept, as far as it is fields of ours; a kept draft may be older than the app. */
export function readKept(content: Readonly<Record<string, unknown>>): Partial<Draft> {
  const known = FIELDS.filter((field) => typeof content[field] === "string");
  const design = content.design;
  return {
    ...pick(known, (field) => content[field]),
    ...(typeof design === "object" && { design }),
  } as Partial<Draft>;
}

function pick<T>(fields: readonly Field[], value: (field: Field) => T): Record<string, T> {
  return Object.fromEntries(fields.map((field) => [field, value(field)]));
}
