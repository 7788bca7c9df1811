import { describe, expect, it } from "vitest";
import { describeAgent, isHandheld } from "./user-agent";

describe("describeAgent", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome · Linux"],
    [
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0",
      "Edge · Windows",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
      "Safari · iOS",
    ],
    ["curl/8.5", ""],
  ])("reads %s", (agent, words) => {
    expect(describeAgent(agent)).toBe(words);
  });

  it("knows handhelds", () => {
    expect(isHandheld("Mozilla/5.0 (Linux; Android 15)")).toBe(true);
    expect(isHandheld("Mozilla/5.0 (Windows NT 10.0)")).toBe(false);
  });
});
