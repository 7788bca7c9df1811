import type { Engagement, MessageDetail } from "@/lib/api-types-mail";

export type Step = { key: string; at: string; name: string; detail: string };

const MAY_COME_TWICE = "It may arrive twice.";

/** Sending and what the recipient did, in one order. `name` is a key of the texts `mail:step`. */
export function stepsOf(events: MessageDetail["events"], engagements: Engagement[]): Step[] {
  const sending = events.map(({ at, status, detail }, index) => ({
    key: `${at}${status}${index}`,
    at,
    name: nameOf(status, detail, index),
    detail,
  }));
  const doing = engagements.map(({ at, kind, is_machine, url, user_agent }, index) => ({
    key: `${at}${kind}${index}`,
    at,
    name: kind === "unsubscribe" ? "unsubscribed" : `${kind}_${is_machine ? "machine" : "person"}`,
    detail: [url, user_agent].filter(Boolean).join(" · "),
  }));
  return [...sending, ...doing].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Back in the queue is another thing than being there at first. */
function nameOf(status: string, detail: string, index: number): string {
  if (status !== "queued" || index === 0) return status;
  return detail.includes(MAY_COME_TWICE) ? "in_doubt" : "again";
}
