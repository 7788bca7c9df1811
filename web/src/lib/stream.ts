import type { QueryClient } from "@tanstack/react-query";
import { readEvents } from "./stream-events";

/** Query keys (their first parts) that a change of the record type makes stale. */
const AFFECTED: Record<string, string[]> = {
  organization: ["organization", "organizations", "me"],
  profile: ["people", "invitations", "me"], // who joins has accepted an invitation
  person: ["people", "me"],
  invitation: ["invitations", "people"],
  api_key: ["api-keys"],
  contact: ["contacts"],
  email_template: ["email-templates"],
  email_template_editing: ["email-template-editing"],
  email_message: ["mail", "mail-inbox", "suppressions"],
  received_mail: ["mail-inbox", "mail-received", "mail"],
  mail_thread: ["mail-inbox"],
  mailbox: ["mailboxes"],
  suppression: ["suppressions", "contacts"],
  mail_provider: ["mail-providers"],
  mail_domain: ["mail-domains", "mail-senders"],
  mail_sender: ["mail-senders"],
  mail_settings: ["mail-settings"],
  campaign: ["campaigns"],
  mail_list: ["mail-lists", "contacts"],
  segment: ["segments"],
  contact_import: ["contact-imports", "contacts", "mail-lists"],
  impersonation: ["me"],
  role_permission: ["me", "role-permissions"],
  ai_model: ["ai-models"],
  ai_price: ["ai-prices", "ai-models"],
  ai_settings: ["ai-settings"],
  ai_drift_report: ["ai-usage"],
  ai_quota: ["ai-models", "ai-usage"],
};

/** Sent without a record type when the server no longer knows what was missed. */
const RESET = "";

/** Refetches what the record types touch; the dashboard and the audit log touch everything. */
export function invalidateFor(client: QueryClient, recordTypes: ReadonlySet<string>): void {
  if (recordTypes.has(RESET)) {
    void client.invalidateQueries();
    return;
  }
  const keys = new Set(["dashboard", "audit"]);
  for (const type of recordTypes) {
    for (const key of AFFECTED[type] ?? [type]) keys.add(key);
  }
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

const GATHER_MS = 250;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Listens to the tenant's events until the returned function is called, and resumes after a break where it was.
 * Not an EventSource: that one hands out only events whose names were listed beforehand, and ours are open-ended.
 */
export function openStream(client: QueryClient): () => void {
  const stop = new AbortController();
  const waiting = new Set<string>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    invalidateFor(client, waiting);
    waiting.clear();
  };
  const receive = (recordType: string) => {
    waiting.add(recordType);
    timer ??= window.setTimeout(flush, GATHER_MS);
  };
  void listen(receive, stop.signal);
  return () => {
    stop.abort();
    window.clearTimeout(timer);
  };
}

async function listen(receive: (recordType: string) => void, signal: AbortSignal): Promise<void> {
  let lastId = "";
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      const response = await fetch("/api/stream", {
        headers: { Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) },
        signal,
      });
      if (response.status === 401 || response.status === 403) return;
      if (response.ok && response.body) {
        for await (const event of readEvents(response.body)) {
          wait = FIRST_WAIT_MS;
          if (event.id) lastId = event.id;
          receive(event.recordType);
        }
      }
    } catch {
      // Broken off, or nobody answered: try again below.
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}
