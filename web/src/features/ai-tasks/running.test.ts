import { describe, expect, it } from "vitest";
import type { TaskRun } from "@/lib/api-types-ai-use";
import { ApiError } from "@/lib/problem";
import { missingOf, startValues, type TaskInput, toInputs } from "./inputs";
import { advance, type Change, IDLE, stepsOf, textOf } from "./running";

const event = (name: string, data: unknown): Change => ({
  kind: "event",
  event: { id: "", name, data: JSON.stringify(data) },
});
const play = (...changes: Change[]) => changes.reduce(advance, IDLE);
const done = { index: 0, output: "text", value: "A visa letter.", prompt_tokens: 20, completion_tokens: 4 };

describe("a run", () => {
  it("shows each step as it is written", () => {
    const running = play(
      { kind: "start" },
      event("step", { index: 0, output: "text" }),
      event("token", { index: 0, text: "A visa" }),
      event("token", { index: 0, text: " letter." }),
    );
    expect(running.steps).toMatchObject([{ state: "running", text: "A visa letter." }]);
    const next = [event("step_done", done), event("step", { index: 1, output: "json" })].reduce(
      advance,
      running,
    );
    expect(next.steps).toMatchObject([
      { state: "done", value: "A visa letter.", tokens: 24 },
      { state: "running", output: "json" },
    ]);
  });

  it("ends as the server says", () => {
    const run = { status: "failed", error: "Step 2: no JSON.", steps: [done] } as unknown as TaskRun;
    const running = play({ kind: "start" }, event("done", { run }), { kind: "end", state: "done" });
    expect(running).toMatchObject({ state: "failed", run: { error: "Step 2: no JSON." } });
    expect(running.steps).toHaveLength(1);
  });

  it("keeps what had come when it fails, and takes nothing more after it was stopped", () => {
    const half = play({ kind: "start" }, event("token", { index: 0, text: "A vi" }));
    const error = new ApiError(502, {});
    expect(advance(half, { kind: "fail", error }).steps).toMatchObject([{ state: "failed", text: "A vi" }]);
    const stopped = advance(half, { kind: "end", state: "stopped" });
    expect(advance(stopped, event("token", { index: 0, text: "sa" }))).toBe(stopped);
  });

  it("shows JSON indented and text as it is", () => {
    const run = {
      steps: [
        { output: "json", value: { b: 1, a: [2] } },
        { output: "text", value: '{"b":1}' },
      ],
    } as unknown as TaskRun;
    expect(stepsOf(run).map(textOf)).toEqual(['{\n  "b": 1,\n  "a": [\n    2\n  ]\n}', '{"b":1}']);
  });
});

describe("a task's inputs", () => {
  const input = (name: string, type: string, more: Partial<TaskInput> = {}) =>
    ({
      name,
      label: "",
      description: "",
      required: true,
      options: [],
      type,
      ...more,
    }) satisfies TaskInput;
  const inputs = [
    input("letter", "long_text"),
    input("pages", "number", { required: false }),
    input("tone", "choice", { options: ["warm", "plain"] }),
    input("urgent", "boolean"),
  ];

  it("begin empty, or with an earlier run's where they still fit", () => {
    expect(startValues(inputs)).toEqual({ letter: "", pages: "", tone: "", urgent: false });
    const earlier = { letter: "Dear", pages: "3", tone: "rude", urgent: true, gone: 1 };
    expect(startValues(inputs, earlier)).toEqual({ letter: "Dear", pages: "", tone: "", urgent: true });
  });

  it("are sent without those left empty, and must hold the required ones", () => {
    const values = { letter: "Dear", pages: "", tone: "", urgent: false };
    expect(missingOf(inputs, values)).toEqual(["tone"]);
    expect(toInputs(inputs, { ...values, tone: "warm" })).toEqual({
      letter: "Dear",
      tone: "warm",
      urgent: false,
    });
  });
});
