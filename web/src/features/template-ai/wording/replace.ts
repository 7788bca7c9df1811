import type { TemplateContent } from "@/lib/api-types-mail";
import type { WordingFinding, WordingInput } from "@/lib/api-types-mail-ai";

/** What is checked of a template. */
export function checkedOf(draft: TemplateContent): Omit<WordingInput, "locale" | "tone"> {
  const { subject, preheader, html_code, text_code, source_format } = draft;
  return { subject, preheader, html_code, text_code, source_format };
}

/** The draft with the suggestion in its place; null where there is none, or where the text is another by now. */
export function replaced(
  { field, start, end, excerpt, suggestion }: WordingFinding,
  draft: TemplateContent,
): Partial<TemplateContent> | null {
  const text = draft[field];
  if (suggestion === "" || text.slice(start, end) !== excerpt) return null;
  const changed = text.slice(0, start) + suggestion + text.slice(end);
  // Blocks are read out of the code anew.
  return field === "html_code" ? { html_code: changed, design: null } : { [field]: changed };
}
