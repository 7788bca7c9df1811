/** The course of keeping unsaved work on the server while somebody types. */
export type Keeping =
  | { state: "clean" }
  /** Typed and not kept yet. */
  | { state: "waiting" }
  | { state: "keeping"; isOvertaken: boolean; tries: number }
  | { state: "kept"; at: string }
  | { state: "failed"; tries: number; reason: KeepFailure };
export type KeepFailure = "offline" | "refused";

export type KeepingStep =
  | { step: "typed" }
  | { step: "cleaned" }
  | { step: "sent" }
  | { step: "kept"; at: string }
  | { step: "failed"; reason: KeepFailure };

export const CLEAN: Keeping = { state: "clean" };
/** How long a rest in typing sends the draft, in milliseconds. */
export const REST = 1500;
const LONGEST_WAIT = 60_000;

export function nextKeeping(now: Keeping, event: KeepingStep): Keeping {
  switch (event.step) {
    case "typed":
      // What is on its way does not hold this any more; what failed goes on being retried.
      if (now.state === "keeping") return { ...now, isOvertaken: true };
      return now.state === "failed" ? now : { state: "waiting" };
    case "cleaned":
      return CLEAN;
    case "sent":
      return { state: "keeping", isOvertaken: false, tries: triesOf(now) };
    case "kept":
      if (now.state !== "keeping") return now;
      return now.isOvertaken ? { state: "waiting" } : { state: "kept", at: event.at };
    case "failed":
      return now.state === "clean" ? now : { state: "failed", tries: triesOf(now) + 1, reason: event.reason };
  }
}

function triesOf(now: Keeping): number {
  return "tries" in now ? now.tries : 0;
}

/** When to send next, in milliseconds from now; null when there is nothing to send. */
export function waitOf(now: Keeping): number | null {
  if (now.state === "waiting") return REST;
  if (now.state !== "failed") return null;
  return Math.min(LONGEST_WAIT, 1000 * 2 ** now.tries);
}

/** Whether leaving now would lose something. */
export function isAtRisk(now: Keeping): boolean {
  return now.state === "waiting" || now.state === "keeping" || now.state === "failed";
}
