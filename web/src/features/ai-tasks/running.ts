import type { TaskRun } from "@/lib/api-types-ai-use";
import type { ApiError } from "@/lib/problem";
import type { ServerEvent } from "@/lib/sse";

/** One step as it is shown, of a run that is going on or of one that was kept. */
export type StepView = {
  output: "text" | "json";
  state: "running" | "done" | "failed";
  /** What has arrived of it; JSON only becomes a value when it is whole. */
  text: string;
  value?: unknown;
  tokens?: number;
  cost?: string;
  isCut?: boolean;
  served_by?: string;
  latency_ms?: number;
};

export type Running = {
  state: "idle" | "running" | "done" | "failed" | "stopped";
  steps: StepView[];
  run?: TaskRun;
  error?: ApiError;
};

export const IDLE: Running = { state: "idle", steps: [] };

export type Change =
  | { kind: "start" }
  | { kind: "event"; event: ServerEvent }
  | { kind: "end"; state: "done" | "stopped" }
  | { kind: "fail"; error: ApiError }
  | { kind: "clear" };

export function advance(running: Running, change: Change): Running {
  switch (change.kind) {
    case "start":
      return { state: "running", steps: [] };
    case "event":
      return running.state === "running" ? receive(running, change.event) : running;
    case "end":
      return { ...running, state: running.run?.status === "failed" ? "failed" : change.state };
    case "fail":
      return { ...running, state: "failed", steps: endRunning(running.steps), error: change.error };
    case "clear":
      return IDLE;
  }
}

type Told = { index?: number; output?: "text" | "json"; text?: string; run?: TaskRun } & Partial<StoredStep>;
type StoredStep = TaskRun["steps"][number];

function receive(running: Running, { name, data }: ServerEvent): Running {
  let told: Told;
  try {
    told = JSON.parse(data) as Told;
  } catch {
    return running;
  }
  if (name === "done" && told.run) return { ...running, run: told.run, steps: stepsOf(told.run) };
  const index = told.index;
  if (typeof index !== "number") return running;
  const steps = [...running.steps];
  const step = steps[index] ?? { output: told.output ?? "text", state: "running", text: "" };
  if (name === "step") steps[index] = { ...step, output: told.output ?? step.output };
  else if (name === "token") steps[index] = { ...step, text: step.text + (told.text ?? "") };
  else if (name === "step_done") steps[index] = finished(step, told);
  return { ...running, steps };
}

function finished(step: StepView, told: Partial<StoredStep>): StepView {
  return {
    ...step,
    output: told.output ?? step.output,
    state: "done",
    value: told.value ?? step.text,
    tokens: (told.prompt_tokens ?? 0) + (told.completion_tokens ?? 0),
    cost: told.cost,
    isCut: told.is_cut,
    served_by: told.served_by,
    latency_ms: told.latency_ms,
  };
}

function endRunning(steps: StepView[]): StepView[] {
  return steps.map((step) => (step.state === "running" ? { ...step, state: "failed" } : step));
}

/** The steps of a run as it was kept. */
export function stepsOf(run: TaskRun): StepView[] {
  return run.steps.map((step) => finished({ output: step.output, state: "done", text: "" }, step));
}

/** A step's answer as text: JSON indented, in the order in which it came. */
export function textOf(step: StepView): string {
  if (step.value === undefined) return step.text;
  return typeof step.value === "string" && step.output === "text"
    ? step.value
    : JSON.stringify(step.value, null, 2);
}
