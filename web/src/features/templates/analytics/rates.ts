import type { Counts } from "@/lib/api-types-library";

/** The figures of a report in reading order, each with the share that the server works out of it. */
export const FIGURES = [
  ["sent", null],
  ["delivered", "delivery_rate"],
  ["opened", "open_rate"],
  ["clicked", "click_rate"],
  ["bounced", "bounce_rate"],
  ["complained", "complaint_rate"],
  ["unsubscribed", "unsubscribe_rate"],
] as const satisfies readonly (readonly [keyof Counts, keyof Counts | null])[];

/** Whether anybody told what was delivered: plain SMTP does not. */
export function isReported(key: (typeof FIGURES)[number][0], counts: Counts): boolean {
  return key !== "delivered" || counts.sent === 0 || counts.delivery_rate !== null;
}
