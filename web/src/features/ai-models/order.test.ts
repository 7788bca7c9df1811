import { expect, it } from "vitest";
import { matches } from "./matching";
import { moved } from "./order";

it("takes an item to another place", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b"], 5, 0)).toEqual(["a", "b"]);
});

it("narrows by every filter at once", () => {
  const model = {
    name: "Letter writer",
    description: "Drafts letters",
    provider: "openai" as const,
    capabilities: ["chat" as const],
    tags: ["drafting"],
    is_featured: true,
    required_plan: "pro" as const,
    allowed: true,
    is_enabled_for_users: true,
  };
  expect(matches(model, {})).toBe(true);
  expect(matches(model, { q: "LETTER", provider: "openai", capability: "chat", plan: "pro" })).toBe(true);
  expect(matches(model, { tag: "drafting", status: "featured" })).toBe(true);
  for (const miss of [
    { q: "speech" },
    { provider: "google" as const },
    { capability: "vision" as const },
    { plan: "free" as const },
    { tag: "fast" },
    { status: "inactive" as const },
  ]) {
    expect(matches(model, miss)).toBe(false);
  }
  expect(matches({ ...model, is_enabled_for_users: false }, { status: "inactive" })).toBe(true);
  expect(matches({ ...model, allowed: false }, { status: "locked" })).toBe(true);
  expect(matches({ ...model, allowed: false }, { status: "active" })).toBe(false);
});
