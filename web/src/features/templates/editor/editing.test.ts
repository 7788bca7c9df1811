import { describe, expect, it } from "vitest";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { afterSending, changesOf, isDirty, isNewer, rebase, toDraft } from "./draft";
import { insertAt, snippetFor } from "./insertion";
import { fromErrors, gatherProblems, toMarkers } from "./problems";
import { readSample, valueAt } from "./sample";
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

describe("insertion", () => {
  it("goes to the cursor, over the selection, or to the end", () => {
    expect(insertAt("Hello !", "Carol", 6)).toEqual({ text: "Hello Carol!", cursor: 11 });
    expect(insertAt("Hello you!", "Carol", 6, 9)).toEqual({ text: "Hello Carol!", cursor: 11 });
    expect(insertAt("Hello ", "Carol")).toEqual({ text: "Hello Carol", cursor: 11 });
    expect(insertAt("Hi", "!", 99, 3)).toEqual({ text: "Hi!", cursor: 3 });
  });

  it("writes lists as loops and times with a format", () => {
    expect(snippetFor("name", "text")).toBe("{{ name }}");
    expect(snippetFor("meeting.starts_at", "datetime")).toBe("{{ meeting.starts_at | datetime }}");
    expect(snippetFor("order.items", "list")).toContain("{% for item in order.items %}");
  });
});

describe("problems", () => {
  const unknown = { name: "nme", line: 2, column: 7, field: "html_code", reason: "unknown" } as const;
  const warning = {
    level: "warning",
    code: "alt",
    message: "No alt",
    line: 1,
    column: 1,
    field: "html_code",
  } as const;

  it("come once per place, errors first", () => {
    const error = { ...warning, level: "error", message: "Unknown", line: 2, column: 7 } as const;
    expect(gatherProblems([warning, error], [unknown], () => "again").map((each) => each.message)).toEqual([
      "Unknown",
      "No alt",
    ]);
    const missing = { ...unknown, reason: "missing", line: 3 } as const;
    expect(gatherProblems([], [missing], ({ name }) => `no value for ${name}`)).toMatchObject([
      { level: "warning", message: "no value for nme" },
    ]);
  });

  it("become markers over the tag that stands there", () => {
    const text = "<p>\n<b>a</b> {{ nme | upcase }}\n</p>";
    const [marker] = toMarkers([{ ...warning, line: 2, column: 10 }], text);
    expect(marker).toMatchObject({
      startLineNumber: 2,
      startColumn: 10,
      endColumn: 10 + "{{ nme | upcase }}".length,
    });
  });

  it("stay inside the text, whatever the place", () => {
    const [none, beyond] = toMarkers(
      [
        { ...warning, line: 0, column: 0 },
        { ...warning, line: 99, column: 99 },
      ],
      "ab",
    );
    expect(none).toMatchObject({ startLineNumber: 1, startColumn: 1 });
    expect(beyond).toMatchObject({ startLineNumber: 1, startColumn: 3, endColumn: 4 });
  });

  it("are read from refusals", () => {
    expect(fromErrors([{ field: "subject", message: "Bad", line: 1, column: 4 }])).toMatchObject([
      { level: "error", field: "subject", line: 1, column: 4 },
    ]);
  });
});

describe("sample data", () => {
  it("is found by its dotted name", () => {
    expect(valueAt({ meeting: { title: "Visa" } }, "meeting.title")).toBe("Visa");
    expect(valueAt({ meeting: "Visa" }, "meeting.title")).toBeUndefined();
  });

  it("must be an object, and tells the line it breaks on", () => {
    expect(readSample('{"name": "Carol"}')).toEqual({ data: { name: "Carol" } });
    expect(readSample("[1]")).toEqual({ line: null });
    expect(readSample('{\n  "name": "Carol",\n}')).toEqual({ line: 3 });
  });
});
