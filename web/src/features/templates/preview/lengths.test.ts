import { describe, expect, it } from "vitest";
import { complete, cutAt, offer, openPlaceholder, verdictOn } from "./lengths";

describe("a subject's length", () => {
  it("tells which lists cut it", () => {
    expect([0, 40, 41, 70, 71].map((length) => verdictOn("subject", length))).toEqual([
      "empty",
      "fits",
      "phone",
      "phone",
      "both",
    ]);
  });

  it("is cut between characters, not within them", () => {
    expect(cutAt("👍🏽👍", 3)).toBe("👍🏽👍");
    expect(cutAt("Hello you", 6)).toBe("Hello…");
  });
});

describe("completion in a line", () => {
  it("begins behind the braces", () => {
    expect(openPlaceholder("Hi {{ na", 8)).toEqual({ typed: "na", start: 6 });
    expect(openPlaceholder("Hi {{", 5)).toEqual({ typed: "", start: 5 });
    expect(openPlaceholder("Hi {{ name }} x", 15)).toBeNull();
    expect(openPlaceholder("Hi {{ name | up", 15)).toBeNull();
  });

  it("replaces what was typed and closes what is open", () => {
    expect(complete("Hi {{na!", 7, "name")).toEqual({ text: "Hi {{ name }}!", cursor: 13 });
    expect(complete("Hi {{ na }}!", 8, "name")).toEqual({ text: "Hi {{ name }}!", cursor: 13 });
  });

  it("offers what begins so before what merely holds it", () => {
    const names = ["organization.name", "recipient.email", "meeting.title", "name"].map((name) => ({ name }));
    const offered = (typed: string) => offer(names, typed, () => "").map(({ name }) => name);
    expect(offered("me")).toEqual(["meeting.title", "organization.name", "name"]);
    expect(offered("na")).toEqual(["name", "organization.name"]);
    expect(offered("x")).toEqual([]);
  });
});
