import { describe, expect, it, vi } from "vitest";
import { addressOf, bareOf, isAddress } from "@/lib/addresses";
import { changed, dataOf, emptyDraft, isEmpty, readDraft } from "./draft";

vi.mock("@/lib/api", () => ({ csrfToken: () => "" }));

describe("a draft", () => {
  it("has a new key for whatever is changed, and the old one for what is not", () => {
    const draft = emptyDraft();
    expect(changed(draft, { reply_to: "a@b.test" }).key).not.toBe(draft.key);
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });

  it("keeps a model's words for the recipient and the template they were written for", () => {
    const draft = { ...emptyDraft(), written: { sealed: "x", model: "Scribe" } };
    expect(changed(draft, { values: { a: "b" } }).written).not.toBeNull();
    expect(changed(draft, { to: ["a@b.test"] }).written).toBeNull();
    expect(changed(draft, { choice: { type: "welcome" } }).written).toBeNull();
  });

  it("is empty until something stands in it", () => {
    expect(isEmpty(emptyDraft())).toBe(true);
    expect(isEmpty({ ...emptyDraft(), values: { name: "" } })).toBe(true);
    expect(isEmpty({ ...emptyDraft(), to: ["a@b.test"] })).toBe(false);
  });

  it("reads what an older app or somebody else left behind", () => {
    expect(readDraft("nonsense")).toBeNull();
    const read = readDraft({ to: ["a@b.test", 3], choice: { type: "gone" }, way: "never", values: [] });
    expect(read).toMatchObject({ to: ["a@b.test"], choice: null, way: "now", values: {}, written: null });
  });
});

describe("a mail's data", () => {
  const known = [
    { name: "name", value: "Ana" },
    { name: "contact.city", value: "Vigo" },
    { name: "order.number", value: null },
  ];

  it("is what was typed over what is known", () => {
    expect(dataOf({ name: "Ms Ruiz", "order.number": "A-1" }, known)).toEqual({
      name: "Ms Ruiz",
      contact: { city: "Vigo" },
      order: { number: "A-1" },
    });
  });

  it("leaves out what nobody filled in, and empties what somebody emptied", () => {
    expect(dataOf({ name: "", "order.number": "" }, known)).toEqual({ name: "", contact: { city: "Vigo" } });
  });
});

describe("an address", () => {
  it("has its name in quotes where it must", () => {
    expect(addressOf({ full_name: "Ana Ruiz", email: "ana@client.test" })).toBe("Ana Ruiz <ana@client.test>");
    expect(addressOf({ full_name: 'Ruiz, "Ana"', email: "ana@client.test" })).toBe(
      '"Ruiz, \\"Ana\\"" <ana@client.test>',
    );
    expect(addressOf({ full_name: "", email: "ana@client.test" })).toBe("ana@client.test");
  });

  it("is told from what is none", () => {
    expect(bareOf("Ana <ANA@client.test>")).toBe("ana@client.test");
    expect(["a@b.test", "Ana <a@b.test>"].every(isAddress)).toBe(true);
    expect(["", "ana", "a@b", "a b@c.test", "Ana <a@b.test> x"].some(isAddress)).toBe(false);
  });
});
