import { describe, expect, it } from "vitest";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { afterSending, changesOf, isDirty, isNewer, rebase, toDraft } from "./draft";
import { currentVersionOf, IDLE, nextSaving } from "./saving";

const saved: TemplateDetail = {
  id: 7,
  name: "Welcome",
  description: "",
  type: "welcome",
  category: "system",
  locale: "en",
  subject: "Hello {{ name }}",
  is_active: false,
  is_default: false,
  source_format: "html",
  organization_id: "o",
  version: 3,
  from_email_address_type: "transactional_email",
  email_main_logo_image: "",
  created_by: null,
  created_at: "2026-11-22T10:00:00Z",
  updated_at: "2026-11-22T10:00:00Z",
  can_edit: true,
  stats: { sent: 0, opened: 0 },
  html_code: "<p>Hello</p>",
  text_code: "",
  preheader: "",
  design: null,
  problems: [],
};

describe("a draft", () => {
  it("carries only what was changed", () => {
    const work = { base: saved, draft: { ...toDraft(saved), subject: "Hi" } };
    expect(changesOf(work)).toEqual({ subject: "Hi" });
    expect(isDirty(work)).toBe(true);
    expect(isDirty({ base: saved, draft: toDraft(saved) })).toBe(false);
  });

  it("keeps what was typed while a save was under way", () => {
    const sent = { ...toDraft(saved), subject: "Hi" };
    const work = { base: saved, draft: { ...sent, subject: "Hi there" } };
    const after = rebase(work, { ...saved, version: 4, subject: "Hi" }, sent);
    expect(after.draft.subject).toBe("Hi there");
    expect(changesOf(after)).toEqual({ subject: "Hi there" });
  });

  it("stays as it is when only the template is deactivated", () => {
    const work = { base: saved, draft: { ...toDraft(saved), subject: "Hi" } };
    const after = rebase(work, { ...saved, is_active: false }, afterSending(work, {}));
    expect(changesOf(after)).toEqual({ subject: "Hi" });
  });

  it("is clean after its own save", () => {
    const sent = { ...toDraft(saved), subject: "Hi" };
    const after = rebase({ base: saved, draft: sent }, { ...saved, version: 4, subject: "Hi" }, sent);
    expect(isDirty(after)).toBe(false);
  });

  it("takes over somebody else's change of fields left alone", () => {
    const work = { base: saved, draft: { ...toDraft(saved), subject: "Mine" } };
    const theirs = { ...saved, version: 4, subject: "Theirs", html_code: "<p>Theirs</p>" };
    expect(rebase(work, theirs).draft).toMatchObject({ subject: "Mine", html_code: "<p>Theirs</p>" });
  });

  it("knows a newer state by version, then by time", () => {
    expect(isNewer({ ...saved, version: 4 }, saved)).toBe(true);
    expect(isNewer({ ...saved, updated_at: "2026-11-22T10:00:01Z" }, saved)).toBe(true);
    expect(isNewer({ ...saved, version: 2, updated_at: "2027-01-01T00:00:00Z" }, saved)).toBe(false);
    expect(isNewer(saved, saved)).toBe(false);
  });
});

describe("a save", () => {
  it("runs to its end", () => {
    const saving = nextSaving(IDLE, { step: "started" });
    expect(saving).toEqual({ state: "saving" });
    expect(nextSaving(saving, { step: "done" })).toEqual(IDLE);
    expect(nextSaving(saving, { step: "refused" })).toEqual(IDLE);
  });

  it("asks when somebody was quicker, and again when that happens twice", () => {
    const overtaken = { step: "overtaken", currentVersion: 5, isActivation: false } as const;
    const stale = nextSaving({ state: "saving" }, overtaken);
    expect(stale).toEqual({ state: "stale", currentVersion: 5, isActivation: false });
    const again = nextSaving(nextSaving(stale, { step: "started" }), { ...overtaken, currentVersion: 6 });
    expect(again).toMatchObject({ state: "stale", currentVersion: 6 });
    expect(nextSaving(again, { step: "dismissed" })).toEqual(IDLE);
  });

  it("is not dismissed while it runs", () => {
    expect(nextSaving({ state: "saving" }, { step: "dismissed" })).toEqual({ state: "saving" });
  });

  it("tells a stale version from other conflicts", () => {
    expect(currentVersionOf(409, { current_version: 4 })).toBe(4);
    expect(currentVersionOf(409, {})).toBeNull();
    expect(currentVersionOf(422, { current_version: 4 })).toBeNull();
  });
});
