import type { MailDomain, Provider, Sender } from "@/lib/api-types-mail-settings";

export const STEPS = ["provider", "domain", "sender", "test"] as const;
export type Step = (typeof STEPS)[number];

/** Which steps of the set-up are done, read from what is there: it can be left and resumed at any time. */
export function doneSteps(providers: Provider[], domains: MailDomain[], senders: Sender[]): Set<Step> {
  const done = new Set<Step>();
  if (providers.length > 0) done.add("provider");
  if (domains.some((domain) => domain.verified_at !== null)) done.add("domain");
  if (senders.some((sender) => sender.is_own && sender.stands_on !== "nothing")) done.add("sender");
  if (providers.some((provider) => provider.verified_at !== null)) done.add("test");
  return done;
}

export function nextStep(done: ReadonlySet<Step>): Step | undefined {
  return STEPS.find((step) => !done.has(step));
}
