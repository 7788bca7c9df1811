import { describe, expect, it } from "vitest";
import { stepsOf } from "./steps";

const at = (minute: number) => `2026-11-23T09:0${minute}:00Z`;

describe("the steps of a mail", () => {
  it("stand in order, whoever told of them", () => {
    const events = [
      { at: at(0), status: "queued", detail: "" },
      { at: at(1), status: "queued", detail: "421 busy" },
      { at: at(2), status: "queued", detail: "Its sender died while it was under way. It may arrive twice." },
      { at: at(3), status: "sent", detail: "" },
    ];
    const click = {
      kind: "click" as const,
      url: "https://x.test",
      position: 0,
      ip_address: null,
      user_agent: "",
    };
    const engagements = [
      { ...click, at: at(5), is_machine: false },
      { ...click, at: at(4), kind: "open" as const, url: "", is_machine: true },
    ];
    expect(stepsOf(events, engagements).map(({ name }) => name)).toEqual([
      "queued",
      "again",
      "in_doubt",
      "sent",
      "open_machine",
      "click_person",
    ]);
  });
});
