import { expect, test } from "vitest";
import { type FilterFields, withFieldOf } from "./filter";

const FIELDS = {
  fields: [{ name: "email", type: "text", operators: ["is"], choices: [], examples: [], is_own: false }],
  types: [{ type: "list", operators: [{ name: "has", takes: "one" }] }],
} as unknown as FilterFields;

test("a saved condition keeps its field though hardly any contact has it", () => {
  const found = withFieldOf(FIELDS, {
    field: "fields.interests",
    type: "list",
    operator: "has",
    value: "visas",
  });
  expect(found.fields.at(-1)).toMatchObject({
    name: "fields.interests",
    type: "list",
    operators: ["has"],
    is_own: true,
  });
});

test("what is offered already is not offered twice", () => {
  const condition = { field: "fields.interests", type: "list" as const, operator: "has", value: "visas" };
  const once = withFieldOf(FIELDS, condition);
  expect(withFieldOf(once, condition)).toBe(once);
  expect(withFieldOf(FIELDS, { field: "email", operator: "is", value: "a" })).toBe(FIELDS);
});
