import { describe, expect, it } from "vitest";
import { CLEAN, isAtRisk, type Keeping, type KeepingStep, nextKeeping, REST, waitOf } from "./keeping";

const run = (...steps: KeepingStep[]): Keeping => steps.reduce(nextKeeping, CLEAN);
const typed = { step: "typed" } as const;
const sent = { step: "sent" } as const;
const kept = { step: "kept", at: "2026-11-22T10:32:00Z" } as const;
const offline = { step: "failed", reason: "offline" } as const;

describe("keeping a draft", () => {
  it("waits for a rest, sends, and tells when", () => {
    expect(waitOf(run(typed))).toBe(REST);
    expect(waitOf(run(typed, sent))).toBeNull();
    expect(run(typed, sent, kept)).toEqual({ state: "kept", at: kept.at });
    expect(waitOf(run(typed, sent, kept))).toBeNull();
  });

  it("sends again what was typed while it was on its way", () => {
    expect(run(typed, sent, typed, kept)).toEqual({ state: "waiting" });
  });

  it("tries again, ever more seldom, also while somebody types on", () => {
    const once = run(typed, sent, offline);
    const twice = [sent, offline].reduce<Keeping>(nextKeeping, once);
    expect(waitOf(once)).toBe(2000);
    expect(waitOf(twice)).toBe(4000);
    expect(nextKeeping(twice, typed)).toBe(twice);
    const often = Array.from({ length: 20 }, () => [sent, offline]).flat();
    expect(waitOf(often.reduce<Keeping>(nextKeeping, once))).toBe(60_000);
    expect(run(typed, sent, offline, sent, kept, typed, sent, offline)).toMatchObject({ tries: 1 });
  });

  it("is over once nothing is unsaved, whatever comes back late", () => {
    expect(run(typed, sent, { step: "cleaned" }, kept)).toEqual(CLEAN);
    expect(run(typed, sent, { step: "cleaned" }, offline)).toEqual(CLEAN);
  });

  it("knows when leaving would lose something", () => {
    expect([run(typed), run(typed, sent), run(typed, sent, offline)].every(isAtRisk)).toBe(true);
    expect([CLEAN, run(typed, sent, kept)].some(isAtRisk)).toBe(false);
  });
});
