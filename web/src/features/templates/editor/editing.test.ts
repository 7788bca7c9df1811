import { describe, expect, it } from "vitest";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { afterSending, changesOf, isDirty, isNewer, readKept, rebase, toDraft } from "./draft";
import { newerOf, readDraft } from "./local-copy";
import { currentVersionOf, IDLE, nextSaving } from "./saving";
import { begin, moved, redone, saved as savedAs, typed, undone } from "./work";

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
  status: "draft",
  organization_name: "Northgate",
  variant_group: "g",
  variants: [],
  archived_at: null,
  edit_refusal: null,
  lock: null,
  stats: { sent: 0, delivered: 0, opened: 0, clicked: 0, open_rate: null, last_sent_at: null },
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

describe("the way back", () => {
  const type = (work: ReturnType<typeof begin>, subject: string, now: number) =>
    typed(work, { subject }, "subject", now);

  it("takes typing without a rest back at once, and after a rest piece by piece", () => {
    const work = type(type(type(begin(saved), "H", 0), "Hi", 300), "Hi you", 5000);
    expect(undone(work).draft.subject).toBe("Hi");
    expect(undone(undone(work)).draft.subject).toBe("Hello {{ name }}");
    expect(redone(redone(undone(undone(work)))).draft.subject).toBe("Hi you");
  });

  it("leads over a save, and a save leads nowhere", () => {
    const work = type(begin(saved), "Hi", 0);
    const after = savedAs(work, { ...saved, version: 4, subject: "Hi" }, work.draft);
    expect(isDirty(after)).toBe(false);
    const back = undone(after);
    expect(back.base.version).toBe(4);
    expect(changesOf(back)).toEqual({ subject: "Hello {{ name }}" });
  });

  it("brings the code back with its mode and its design", () => {
    const design = { version: 1 };
    const blocks = { source_format: "visual", html_code: "<mjml></mjml>", design } as const;
    const work = typed(begin(saved), blocks, null, 0);
    expect(undone(work).draft).toMatchObject({
      source_format: "html",
      html_code: "<p>Hello</p>",
      design: null,
    });
    expect(redone(undone(work)).draft.design).toBe(design);
  });

  it("keeps mine one step away from theirs", () => {
    const work = type(begin(saved), "Mine", 0);
    const taken = moved(work, { ...saved, version: 4, subject: "Theirs" });
    expect(taken.draft.subject).toBe("Theirs");
    expect(undone(taken)).toMatchObject({ base: { version: 4 }, draft: { subject: "Mine" } });
  });

  it("is bounded, and the newest step is always there", () => {
    let work = begin(saved);
    const big = "x".repeat(3_000_000);
    for (let at = 0; at < 8; at += 1) work = typed(work, { html_code: big + at }, null, at);
    expect(work.trail.past.length).toBeLessThan(5);
    expect(undone(work).draft.html_code).toBe(`${big}6`);
    const huge = typed(
      typed(begin(saved), { html_code: "x".repeat(9_000_000) }, null, 0),
      { html_code: "" },
      null,
      1,
    );
    expect(huge.trail.past).toHaveLength(1);
  });

  it("notes nothing where nothing changed", () => {
    expect(typed(begin(saved), { subject: saved.subject, design: {} }, null, 0).trail.past).toHaveLength(0);
  });
});

describe("kept work", () => {
  const copy = { content: { subject: "Hi" }, base_version: 3, saved_at: "2026-11-22T10:00:00Z" };

  it("is read as far as it is ours", () => {
    expect(readKept({ subject: "Hi", colour: "red", name: 7, design: null })).toEqual({
      subject: "Hi",
      design: null,
    });
  });

  it("is the later of the server's and this browser's", () => {
    const later = { ...copy, saved_at: "2026-11-22T10:00:01.5Z" };
    expect(newerOf(copy, later)).toBe(later);
    expect(newerOf(later, copy)).toBe(later);
    expect(newerOf(null, copy)).toBe(copy);
    expect(newerOf(null, null)).toBeNull();
  });

  it("is not taken from what is no draft", () => {
    expect(readDraft(copy)).toEqual(copy);
    expect(readDraft({ ...copy, base_version: "3" })).toBeNull();
    expect(readDraft([])).toBeNull();
  });
});
