import { api, csrfToken, unwrap } from "@/lib/api";
import type { EntryChoice, ImportPlan, SourceInput } from "@/lib/api-types-library";
import { readProblem } from "@/lib/problem";

/** Reads a source and says what would become of it; saves nothing but pictures, and those only when asked. */
export const readSource = (body: SourceInput) =>
  unwrap(api.POST("/api/email-templates/import-source", { body: { ...NOTHING, ...body } }));

/** The generated type takes what has a default for required. */
const NOTHING = { source: "", url: "", name: "", store_images: false };

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
