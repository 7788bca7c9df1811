import type { TFunction } from "i18next";

/** The API's labels are English; ours follow the language of the page. */
export function placeholderLabel(
  t: TFunction<"template-preview">,
  { name, label }: { name: string; label: string },
): string {
  const key = name.replaceAll(".", "_");
  return t(`template-preview:placeholder.${key}`, { defaultValue: label });
}
