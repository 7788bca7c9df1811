import { describe, expect, it } from "vitest";
import type { MailDomain, Provider, Sender } from "@/lib/api-types-mail-settings";
import { doneSteps, nextStep } from "./progress";

const provider = (verified_at: string | null) => ({ verified_at }) as Provider;
const domain = (verified_at: string | null) => ({ verified_at }) as MailDomain;
const sender = (is_own: boolean, stands_on: Sender["stands_on"]) => ({ is_own, stands_on }) as Sender;

describe("the set-up", () => {
  it("begins with a sending provider", () => {
    expect(nextStep(doneSteps([], [], []))).toBe("provider");
  });

  it("goes on where it was left", () => {
    const done = doneSteps([provider(null)], [domain(null)], [sender(false, "deployment")]);
    expect(nextStep(done)).toBe("domain");
  });

  it("counts no address that stands on nothing", () => {
    const done = doneSteps([provider(null)], [domain("2026-01-01")], [sender(true, "nothing")]);
    expect(nextStep(done)).toBe("sender");
  });

  it("ends with a test mail that went out", () => {
    const rest = [[domain("2026-01-01")], [sender(true, "domain")]] as const;
    expect(nextStep(doneSteps([provider(null)], [...rest[0]], [...rest[1]]))).toBe("test");
    expect(nextStep(doneSteps([provider("2026-01-01")], [...rest[0]], [...rest[1]]))).toBeUndefined();
  });
});
