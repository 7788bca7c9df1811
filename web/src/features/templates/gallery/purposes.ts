import type { TemplateType } from "@/lib/api-types-mail";

export const PURPOSES = ["accounts", "tickets", "meetings", "news", "orders", "other"] as const;
export type Purpose = (typeof PURPOSES)[number];

const PURPOSE_OF: Partial<Record<TemplateType, Purpose>> = {
  welcome: "accounts",
  email_confirmation: "accounts",
  reset_email: "accounts",
  invitation: "accounts",
  security_notice: "accounts",
  ticket_confirmation: "tickets",
  ticket_response: "tickets",
  meeting_invitation: "meetings",
  meeting_reminder: "meetings",
  meeting_cancelled: "meetings",
  meeting_followup: "meetings",
  newsletter: "news",
  order_confirmation: "orders",
};

export function purposeOf(type: TemplateType): Purpose {
  return PURPOSE_OF[type] ?? "other";
}

export type GallerySearch = { q?: string; purpose?: Purpose };

/** Whether something for that type, said in those words, is what somebody looks for. */
export function isWanted({ q, purpose }: GallerySearch, type: TemplateType, words: string): boolean {
  if (purpose && purposeOf(type) !== purpose) return false;
  const said = words.toLowerCase();
  return (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
