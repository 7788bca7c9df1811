import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/problem";
import { advance, messagesOf, type Step, sumOf, type Turn } from "./conversation";
import { piecesOf, type Receipt } from "./pieces";

const receipt: Receipt = {
  prompt_tokens: 10,
  completion_tokens: 5,
  cost: "0.0003",
  estimated: false,
  served_by: "system/small",
  latency_ms: 390,
};
const ask: Step = { kind: "ask", id: "q1", text: "Hello?", asked: "Small", key: "k1", at: 1000 };
const play = (...steps: Step[]) => steps.reduce<Turn[]>(advance, []);

describe("a conversation", () => {
  it("grows by what arrives, and knows when the first of it came", () => {
    const turns = play(
      ask,
      { kind: "piece", piece: { kind: "text", text: "Good " }, at: 1200 },
      { kind: "piece", piece: { kind: "text", text: "day" }, at: 1300 },
      { kind: "piece", piece: { kind: "finish", reason: "stop" }, at: 1300 },
      { kind: "piece", piece: { kind: "receipt", receipt }, at: 1310 },
      { kind: "end", state: "done", at: 1400 },
    );
    expect(turns[1]).toMatchObject({
      text: "Good day",
      state: "done",
      firstTokenMs: 200,
      totalMs: 400,
      finish: "stop",
    });
    expect(sumOf(turns)).toEqual({ tokens: 15, cost: 0.0003 });
  });

  it("takes nothing more after it was stopped", () => {
    const turns = play(
      ask,
      { kind: "piece", piece: { kind: "text", text: "Good" }, at: 1200 },
      { kind: "end", state: "stopped", at: 1250 },
      { kind: "piece", piece: { kind: "text", text: " day" }, at: 1300 },
      { kind: "end", state: "done", at: 1400 },
    );
    expect(turns[1]).toMatchObject({ text: "Good", state: "stopped", totalMs: 250 });
  });

  it("asks again in the place of an answer that failed", () => {
    const error = new ApiError(429, {});
    const failed = play(ask, { kind: "fail", error, at: 1100 });
    expect(failed[1]).toMatchObject({ state: "failed", error });
    const again = advance(failed, { kind: "again", asked: "Other", key: "k2", at: 2000 });
    expect(again).toHaveLength(2);
    expect(again[1]).toMatchObject({ id: "q1-answer", state: "streaming", asked: "Other", key: "k2" });
    expect(again[1]).not.toHaveProperty("error");
  });

  it("is sent with the instructions first and without answers that never came", () => {
    expect(messagesOf(play(ask), " Be brief. ")).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello?" },
    ]);
    expect(messagesOf(play(ask), " ")).toHaveLength(1);
  });
});

describe("a streamed answer", () => {
  const event = (data: string, name = "message") => piecesOf({ id: "", name, data });

  it("is read from chunks of OpenAI's protocol", () => {
    expect(event('{"choices":[{"delta":{"content":"Hi"},"finish_reason":null}]}')).toEqual([
      { kind: "text", text: "Hi" },
    ]);
    expect(event('{"choices":[{"delta":{},"finish_reason":"length"}]}')).toEqual([
      { kind: "finish", reason: "length" },
    ]);
    expect(event(JSON.stringify(receipt), "usage")).toEqual([{ kind: "receipt", receipt }]);
  });

  it("passes over what it does not know", () => {
    for (const data of [
      "[DONE]",
      "not json",
      "null",
      '{"choices":[]}',
      '{"choices":[{"delta":{"role":"a"}}]}',
    ]) {
      expect(event(data)).toEqual([]);
    }
  });
});
