/** The course of a save: it may find that somebody else saved first, and then a person has to choose. */
export type Saving =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "stale"; currentVersion: number; isActivation: boolean };

export type SavingStep =
  | { step: "started" }
  | { step: "done" }
  | { step: "refused" }
  | { step: "overtaken"; currentVersion: number; isActivation: boolean }
  | { step: "dismissed" };

export const IDLE: Saving = { state: "idle" };

export function nextSaving(now: Saving, event: SavingStep): Saving {
  switch (event.step) {
    case "started":
      return { state: "saving" };
    case "overtaken":
      return { state: "stale", currentVersion: event.currentVersion, isActivation: event.isActivation };
    case "dismissed":
      return now.state === "stale" ? IDLE : now;
    case "done":
    case "refused":
      return IDLE;
  }
}

/** The newest version according to a 409 answer, or null when the conflict is about something else. */
export function currentVersionOf(status: number, body: Record<string, unknown>): number | null {
  return status === 409 && typeof body.current_version === "number" ? body.current_version : null;
}
