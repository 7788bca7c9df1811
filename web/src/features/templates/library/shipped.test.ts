import { describe, expect, it } from "vitest";
import type { Template } from "@/lib/api-types-mail";
import { typesServedByShipped } from "./shipped";

const active = (type: string, locale: string) => ({ type, locale, is_active: true }) as Template;

describe("the designs that ship", () => {
  it("serve what has no active template in that language", () => {
    const types = typesServedByShipped([active("welcome", "en"), active("newsletter", "es")], "en");
    expect(types).not.toContain("welcome");
    expect(types).toContain("newsletter");
    expect(types).not.toContain("custom");
  });
});
