import { csrfToken } from "@/lib/api";
import type { EntryChoice, ImportedSource, ImportPlan } from "@/lib/api-types-library";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { ask } from "@/lib/loose-api";
import { readProblem } from "@/lib/problem";

export type SourceInput = {
  source?: string;
  url?: string;
  name?: string;
  type?: TemplateType;
  locale?: MailLocale;
  store_images?: boolean;
};

/** Reads a source and says what would become of it; saves nothing. */
export const readSource = (body: SourceInput) =>
  ask<ImportedSource>("POST", "/api/email-templates/import-source", { body });

/** What a file would bring, or, with `choices`, brings it in. */
export async function importFile(file: File, choices?: Record<string, EntryChoice>): Promise<ImportPlan> {
  const form = new FormData();
  form.set("file", file);
  form.set("plan", String(choices === undefined));
  if (choices) form.set("choices", JSON.stringify(choices));
  const response = await fetch("/api/email-templates/import", {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as ImportPlan;
}
