import { expect, it, vi } from "vitest";
import { modelKeyOf, partsOf, readModelKey, readModelKeys } from "./usable-models";

vi.mock("./api", () => ({ api: {}, unwrap: () => undefined }));

it("writes a model into an address and reads it back", () => {
  const key = modelKeyOf({ model_type: "org_default", id: 12 });
  expect(key).toBe("org_default:12");
  expect(readModelKey(key)).toBe(key);
  expect(partsOf(key)).toEqual({ model_type: "org_default", model_id: 12 });
});

it("takes nothing else for a model", () => {
  for (const value of [
    undefined,
    3,
    "",
    "system",
    "system:",
    "system:0",
    "system:1e3",
    "system:-1",
    "other:1",
  ]) {
    expect(readModelKey(value)).toBeUndefined();
  }
});

it("reads several, each once", () => {
  expect(readModelKeys(["system:1", "user:2", "system:1", 7])).toEqual(["system:1", "user:2"]);
  expect(readModelKeys([])).toBeUndefined();
  expect(readModelKeys("system:1")).toBeUndefined();
});
