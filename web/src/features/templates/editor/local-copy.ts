import type { KeptDraft } from "./requests";

/** Unsaved work that could not be kept on the server, in this browser, apart for each person. */
const nameOf = (profile: string, id: number) => `frontdesk.template-draft.${profile}.${id}`;

export function writeCopy(profile: string, id: number, draft: KeptDraft): boolean {
  try {
    localStorage.setItem(nameOf(profile, id), JSON.stringify(draft));
    return true;
  } catch {
    return false; // Storage is blocked or full.
  }
}

export function readCopy(profile: string, id: number): KeptDraft | null {
  try {
    const text = localStorage.getItem(nameOf(profile, id));
    return text ? readDraft(JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

export function forgetCopy(profile: string, id: number): void {
  try {
    localStorage.removeItem(nameOf(profile, id));
  } catch {
    // Storage is blocked: then nothing was written either.
  }
}

/** Checks what stood in storage, which an older app may have written. */
export function readDraft(value: unknown): KeptDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const { content, base_version, saved_at } = value as Partial<KeptDraft>;
  const isWhole =
    typeof content === "object" &&
    content !== null &&
    typeof base_version === "number" &&
    typeof saved_at === "string";
  return isWhole ? { content, base_version, saved_at } : null;
}

/** The one to offer: whichever was typed last. */
export function newerOf(kept: KeptDraft | null, copy: KeptDraft | null): KeptDraft | null {
  if (!kept || !copy) return kept ?? copy;
  return Date.parse(copy.saved_at) > Date.parse(kept.saved_at) ? copy : kept;
}
