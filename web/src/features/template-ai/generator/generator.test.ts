import { describe, expect, it, vi } from "vitest";
import type { AiModel } from "@/lib/api-types-ai";
import type { TemplateContent, TemplateDetail } from "@/lib/api-types-mail";
import type { Proposal } from "@/lib/api-types-mail-ai";
import { ApiError } from "@/lib/problem";
import { IDLE, nextCourse, readStep } from "./course";
import { baseOf, estimateOf, isComplete, type Order, requestOf, type Subject } from "./order";
import { contentOf, groundOf } from "./outdated";
import { type Contact, dataOf, factsOf, toldAtFirst } from "./recipient";
import { canWrite, choicesOf, firstChoice, namedIn } from "./writers";

vi.mock("@/lib/api", () => ({ api: {}, unwrap: () => undefined }));

const content = {
  subject: "Hello",
  preheader: "",
  html_code: "<p>{{ name }}</p>",
  text_code: "",
  source_format: "html",
} as TemplateContent;
const template = { id: 7, version: 3, ...content } as TemplateDetail;
const order: Order = {
  action: "rewrite",
  brief: " Shorter, please. ",
  tone: "plain",
  type: "newsletter",
  locale: "es",
  facts: {},
  recipient: "",
};
const about = (change: Partial<TemplateContent> = {}): Subject => ({
  template,
  draft: { ...content, ...change },
});

describe("an order", () => {
  it("carries what is unsaved of what the model reads, and nothing where all is saved", () => {
    expect(baseOf(about())).toBeUndefined();
    expect(baseOf(about({ subject: "Hi", description: "not read" }))).toEqual({ subject: "Hi" });
  });

  it("goes to the route of its action", () => {
    const model = { ai_model_type: "org_default", ai_model_id: 4 };
    const sent = (action: Order["action"], more: Partial<Order> = {}) =>
      requestOf({ ...order, action, ...more }, "org_default:4", about({ subject: "Hi" }));
    expect(sent("rewrite")).toEqual({
      path: "/api/email/ai-generate",
      body: { ...model, template_id: 7, prompt: "Shorter, please.", base: { subject: "Hi" }, stream: true },
    });
    expect(sent("tone").path).toBe("/api/email/ai-rewrite");
    expect(sent("tone").body).toMatchObject({ tone: "plain", template_id: 7 });
    expect(sent("translate")).toMatchObject({ path: "/api/email/ai-translate", body: { locale: "es" } });
    expect(sent("personalize", { brief: "", facts: { first_name: "Ana" } }).body).not.toHaveProperty(
      "prompt",
    );
    expect(sent("write").body).toEqual({
      ...model,
      prompt: "Shorter, please.",
      type: "newsletter",
      locale: "es",
      stream: true,
    });
  });

  it("is estimated as what it is", () => {
    expect(estimateOf({ ...order, action: "write" }, "system:1", null)).toEqual({
      action: "generate",
      ai_model_type: "system",
      ai_model_id: 1,
      prompt: "Shorter, please.",
      type: "newsletter",
      locale: "es",
    });
  });

  it("is complete with a brief, or with facts about a recipient", () => {
    expect(isComplete(order)).toBe(true);
    expect(isComplete({ ...order, brief: "  " })).toBe(false);
    expect(isComplete({ ...order, action: "tone", brief: "" })).toBe(true);
    expect(isComplete({ ...order, action: "personalize" })).toBe(false);
    expect(isComplete({ ...order, action: "personalize", facts: { first_name: "Ana" } })).toBe(true);
  });
});

describe("the course of a proposal", () => {
  const event = (name: string, data: unknown) => ({ id: "", name, data: JSON.stringify(data) });
  const run = (...events: { id: string; name: string; data: string }[]) =>
    events.reduce(
      (now, each) => {
        const step = readStep(each);
        return step ? nextCourse(now, step) : now;
      },
      nextCourse(IDLE, { step: "asked" }),
    );

  it("puts the pieces of each text together", () => {
    const course = run(
      event("token", { field: "subject", index: 0, text: "Hel" }),
      event("token", { field: "subject", index: 0, text: "lo" }),
      event("token", { field: "text", index: 1, text: "Dear" }),
      event("unheard", {}),
    );
    expect(course).toEqual({
      state: "writing",
      broken: [],
      passages: [
        { field: "subject", index: 0, text: "Hello" },
        { field: "text", index: 1, text: "Dear" },
      ],
    });
  });

  it("forgets what was shown when the model is asked once more, and says why", () => {
    const broken = [{ field: "html_code", code: "link", message: "A link is gone." }];
    const course = run(
      event("token", { field: "subject", index: 0, text: "No" }),
      event("retry", { errors: broken }),
    );
    expect(course).toEqual({ state: "writing", passages: [], broken });
  });

  it("keeps what was written when it is stopped or breaks off, and hears nothing afterwards", () => {
    const written = run(event("token", { field: "subject", index: 0, text: "Hi" }));
    const stopped = nextCourse(written, { step: "stopped" });
    expect(stopped).toMatchObject({ state: "stopped", passages: [{ text: "Hi" }] });
    expect(nextCourse(stopped, { step: "failed", error: new ApiError(0, {}) })).toBe(stopped);
    expect(nextCourse(stopped, { step: "piece", piece: { field: "a", index: 0, text: "b" } })).toBe(stopped);
  });

  it("takes an event that was cut off for a lost connection", () => {
    expect(() => readStep({ id: "", name: "proposal", data: '{"id": "' })).toThrow(ApiError);
  });
});

describe("a proposal", () => {
  const proposal = { base_version: 3, base: null, source: "<p>x</p>", source_format: "html" } as Proposal;

  it("stands on what the editor holds, or tells that somebody typed or saved since", () => {
    expect(groundOf(proposal, about())).toBe("same");
    expect(groundOf(proposal, about({ subject: "Hi" }))).toBe("typed");
    expect(groundOf({ ...proposal, base: { subject: "Hi" } }, about({ subject: "Hi" }))).toBe("same");
    expect(groundOf({ ...proposal, base_version: 2 }, about())).toBe("saved");
  });

  it("brings its code, and blocks are read out of that anew", () => {
    expect(contentOf(proposal)).toMatchObject({ html_code: "<p>x</p>", source_format: "html", design: null });
  });
});

describe("models", () => {
  const model = (id: number, more: Partial<AiModel> = {}) =>
    ({
      model_type: "system",
      id,
      provider: "openai",
      capabilities: ["chat"],
      usable: true,
      ...more,
    }) as AiModel;
  const builtin = model(1, { provider: "builtin", capabilities: ["chat"] });
  const embedder = model(2, { capabilities: ["embedding"] });
  const silent = model(3, { capabilities: [] });
  const locked = model(4, { usable: false });
  const featured = model(5, { is_featured: true });

  it("write when they can chat; the product's own never does", () => {
    expect([builtin, embedder, silent, locked].map(canWrite)).toEqual([false, false, true, true]);
    expect(choicesOf([builtin, embedder, silent]).map(({ id }) => id)).toEqual([1, 3]);
  });

  it("are chosen by what was wanted, by what is featured, and by what is there", () => {
    expect(firstChoice([builtin, silent, featured], ["system:3"])).toBe("system:3");
    expect(firstChoice([builtin, silent, featured], [null, "system:99"])).toBe("system:5");
    expect(firstChoice([builtin, locked], ["system:4"])).toBe("system:1");
    expect(firstChoice([], [])).toBeNull();
  });

  it("are read out of a refusal, whatever it holds", () => {
    expect(namedIn({ models: [{ name: "A" }, null], locked: "none" })).toEqual({
      models: [{ name: "A" }],
      locked: [],
    });
  });
});

describe("a recipient", () => {
  const contact = {
    email: "ana@client.test",
    full_name: "Ana María Ruiz",
    phone: "",
    locale: "es",
    timezone: "Europe/Madrid",
    fields: { city: "Vigo", visits: 3, tags: ["a"] },
  } as unknown as Contact;

  it("is told of in short plain texts", () => {
    expect(factsOf(contact)).toEqual([
      { name: "first_name", value: "Ana" },
      { name: "last_name", value: "María Ruiz" },
      { name: "contact.locale", value: "es" },
      { name: "contact.timezone", value: "Europe/Madrid" },
      { name: "contact.email", value: "ana@client.test" },
      { name: "contact.city", value: "Vigo" },
      { name: "contact.visits", value: "3" },
    ]);
  });

  it("keeps the address to themselves unless the settings name it", () => {
    const facts = factsOf(contact);
    expect(toldAtFirst(facts, [])).not.toContain("contact.email");
    expect(toldAtFirst(facts, ["contact.email", "contact.gone"])).toEqual(["contact.email"]);
    expect(dataOf(facts, ["contact.city"])).toEqual({ "contact.city": "Vigo" });
  });
});
