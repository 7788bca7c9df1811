/** The course of a save: it may find that somebody else saved first, and then a person has to choose. */
export type Saving = { state: "idle" } | { state: "saving" } | ({ state: "stale" } & Overtaken);

/** `proposalId`: of a model's proposal that the draft holds, which is accepted with the save. */
type Overtaken = { currentVersion: number; isActivation: boolean; proposalId?: string | undefined };

export type SavingStep =
  | { step: "started" }
  | { step: "done" }
  | { step: "refused" }
  | ({ step: "overtaken" } & Overtaken)
  | { step: "dismissed" };

export const IDLE: Saving = { state: "idle" };

export function nextSaving(now: Saving, event: SavingStep): Saving {
  switch (event.step) {
    case "started":
      return { state: "saving" };
    case "overtaken": {
      const { step: _, ...overtaken } = event;
      return { state: "stale", ...overtaken };
    }
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
