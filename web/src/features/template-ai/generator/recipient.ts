import type { components } from "@/lib/api.gen";

export type Contact = components["schemas"]["ContactOut"];
export type Fact = { name: string; value: string };

/** Never told unless a person says so: it identifies somebody and helps no text. */
const PRIVATE = new Set(["contact.email", "contact.phone"]);

/** What is known of a contact in short plain texts, by the names that templates use. */
export function factsOf(contact: Contact): Fact[] {
  const [first = "", ...rest] = contact.full_name.split(" ");
  const own = Object.entries(contact.fields).map(([name, value]) => ({
    name: `contact.${name}`,
    value: typeof value === "string" || typeof value === "number" ? String(value) : "",
  }));
  return [
    { name: "first_name", value: first },
    { name: "last_name", value: rest.join(" ") },
    { name: "contact.locale", value: contact.locale },
    { name: "contact.timezone", value: contact.timezone },
    { name: "contact.email", value: contact.email },
    { name: "contact.phone", value: contact.phone },
    ...own,
  ].filter(({ value }) => value.trim() !== "");
}

/** What is told at first: the fields that the template's settings name, else all but what identifies. */
export function toldAtFirst(facts: readonly Fact[], allowed: readonly string[]): string[] {
  const names = facts.map(({ name }) => name);
  return names.filter((name) => (allowed.length > 0 ? allowed.includes(name) : !PRIVATE.has(name)));
}

export function dataOf(facts: readonly Fact[], told: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    facts.filter(({ name }) => told.includes(name)).map(({ name, value }) => [name, value]),
  );
}
