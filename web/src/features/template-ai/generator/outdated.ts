import type { TemplateContent } from "@/lib/api-types-mail";
import type { Proposal } from "@/lib/api-types-mail-ai";
import type { Subject } from "./order";

export type Ground = "same" | "typed" | "saved";

const READ = ["subject", "preheader", "html_code", "text_code", "source_format"] as const;

/** Whether the proposal was made of what the editor holds now, or somebody typed or saved since. */
export function groundOf(proposal: Proposal, { template, draft }: Subject): Ground {
  if (proposal.base_version !== template.version) return "saved";
  const base = { ...template, ...proposal.base };
  return READ.every((field) => base[field] === draft[field]) ? "same" : "typed";
}

/** What accepting the proposal puts into a template, as the editor holds it. */
export function contentOf({
  subject,
  preheader,
  source,
  text_code,
  source_format,
}: Proposal): Partial<TemplateContent> {
  return {
    ...{ subject, preheader, html_code: source, text_code, design: null },
    ...(source_format && { source_format }),
  };
}
