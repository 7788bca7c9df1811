import type { QueryClient } from "@tanstack/react-query";

type StreamEvent = { name: string; record_type: string; record_id: string; at: string };

/** Query keys (their first parts) that a change of the record type makes stale. */
const AFFECTED: Record<string, string[]> = {
  organization: ["organization", "organizations", "me"],
  profile: ["people", "me"],
  invitation: ["invitations", "people"],
  api_key: ["api-keys"],
  contact: ["contacts"],
  email_template: ["email-templates"],
  email_message: ["mail"],
  impersonation: ["me"],
};

/** Refetches what the record types touch; the dashboard and the audit log touch everything. */
export function invalidateFor(client: QueryClient, recordTypes: Iterable<string>): void {
  const keys = new Set(["dashboard", "audit"]);
  for (const type of recordTypes) {
    for (const key of AFFECTED[type] ?? [type]) keys.add(key);
  }
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

/** Listens to the tenant's events. Bursts are gathered for 250 ms. Returns the function that stops listening. */
export function openStream(client: QueryClient): () => void {
  const source = new EventSource("/api/stream");
  const waiting = new Set<string>();
  let timer: number | undefined;

  const flush = () => {
    timer = undefined;
    invalidateFor(client, waiting);
    waiting.clear();
  };
  const receive = (event: MessageEvent<string>) => {
    try {
      waiting.add((JSON.parse(event.data) as StreamEvent).record_type);
    } catch {
      return;
    }
    timer ??= window.setTimeout(flush, 250);
  };

  // Named events do not reach onmessage, and names are open-ended: the server sends each under its own name.
  source.onmessage = receive;
  for (const name of EVENT_NAMES) source.addEventListener(name, receive as EventListener);
  return () => {
    source.close();
    window.clearTimeout(timer);
  };
}

const EVENT_NAMES = [
  "organization.created",
  "organization.updated",
  "profile.created",
  "profile.updated",
  "profile.deactivated",
  "profile.activated",
  "invitation.created",
  "invitation.resent",
  "invitation.accepted",
  "invitation.revoked",
  "api_key.created",
  "api_key.revoked",
  "contact.created",
  "contact.updated",
  "contact.deleted",
  "contact.consent_changed",
  "email_template.created",
  "email_template.updated",
  "email_template.activated",
  "email_template.deactivated",
  "email_template.deleted",
  "template.created",
  "template.updated",
  "template.activated",
  "template.deactivated",
  "template.deleted",
  "mail.queued",
  "mail.progressed",
  "mail.sent",
  "mail.failed",
  "mail.received",
  "mail.cancelled",
];
