import { describe, expect, it, vi } from "vitest";
import type { AiConfig } from "@/lib/api-types-mail-ai";
import { missingIn, nextField, toInput, toValues } from "./config-values";

vi.mock("@/lib/api", () => ({ api: {}, unwrap: () => undefined }));

const config: AiConfig = {
  ai_model_id: 4,
  ai_model_type: "org_default",
  generation_prompt: "Be brief.",
  auto_personalize: true,
  personalization_fields: [{ name: "subject", instruction: "", max_length: 120 }],
  recipient_fields: ["first_name"],
  personalizable: ["subject", "preheader", "intro"],
  updated_at: null,
};

describe("a template's AI settings", () => {
  it("come back as they were", () => {
    const { personalizable, updated_at, ...saved } = config;
    expect(toInput(toValues(config))).toEqual(saved);
    expect(toInput({ ...toValues(config), model: null })).toMatchObject({
      ai_model_id: null,
      ai_model_type: null,
    });
  });

  it("offer each field once", () => {
    expect(nextField(config.personalizable, config.personalization_fields)?.name).toBe("preheader");
    expect(nextField(["subject"], config.personalization_fields)).toBeNull();
  });

  it("say what is missing only where mails are to be written for each recipient", () => {
    const values = toValues(config);
    expect(missingIn(values)).toBeNull();
    expect(missingIn({ ...values, model: null })).toBe("model");
    expect(missingIn({ ...values, personalization_fields: [] })).toBe("fields");
    expect(missingIn({ ...values, recipient_fields: [] })).toBe("told");
    expect(missingIn({ ...values, model: null, auto_personalize: false })).toBeNull();
  });
});
