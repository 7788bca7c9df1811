import type { ApiError } from "@/lib/problem";
import type { Piece, Receipt } from "./pieces";

export type Question = { id: string; role: "user"; text: string };
export type Answer = {
  id: string;
  role: "assistant";
  text: string;
  state: "streaming" | "done" | "stopped" | "failed";
  /** Name of the model that was asked. */
  asked: string;
  /** Sent with the request: a repetition with the same key is not charged again. */
  key: string;
  finish?: string;
  receipt?: Receipt;
  error?: ApiError;
  startedAt: number;
  firstTokenMs?: number;
  totalMs?: number;
};
export type Turn = Question | Answer;

export type Step =
  | { kind: "ask"; id: string; text: string; asked: string; key: string; at: number }
  | { kind: "again"; asked: string; key: string; at: number }
  | { kind: "piece"; piece: Piece; at: number }
  | { kind: "end"; state: "done" | "stopped"; at: number }
  | { kind: "fail"; error: ApiError; at: number }
  | { kind: "clear" };

/** The conversation after the step. At most its last turn is streaming. */
export function advance(turns: Turn[], step: Step): Turn[] {
  switch (step.kind) {
    case "ask":
      return [...turns, { id: step.id, role: "user", text: step.text }, begin(`${step.id}-answer`, step)];
    case "again": {
      const last = turns.at(-1);
      return last?.role === "assistant" ? [...turns.slice(0, -1), begin(last.id, step)] : turns;
    }
    case "piece":
      return changeLast(turns, (answer) => receive(answer, step.piece, step.at));
    case "end":
      return changeLast(turns, (answer) => ({
        ...answer,
        state: step.state,
        totalMs: step.at - answer.startedAt,
      }));
    case "fail":
      return changeLast(turns, (answer) => ({ ...answer, state: "failed", error: step.error }));
    case "clear":
      return [];
  }
}

function begin(id: string, step: { asked: string; key: string; at: number }): Answer {
  return {
    id,
    role: "assistant",
    text: "",
    state: "streaming",
    asked: step.asked,
    key: step.key,
    startedAt: step.at,
  };
}

function changeLast(turns: Turn[], change: (answer: Answer) => Answer): Turn[] {
  const last = turns.at(-1);
  if (last?.role !== "assistant" || last.state !== "streaming") return turns;
  return [...turns.slice(0, -1), change(last)];
}

function receive(answer: Answer, piece: Piece, at: number): Answer {
  switch (piece.kind) {
    case "text":
      return {
        ...answer,
        text: answer.text + piece.text,
        firstTokenMs: answer.firstTokenMs ?? at - answer.startedAt,
      };
    case "finish":
      return { ...answer, finish: piece.reason };
    case "receipt":
      return { ...answer, receipt: piece.receipt };
  }
}

export type Message = { role: "system" | "user" | "assistant"; content: string };

/** What is sent: the instructions first, then all that was said, without answers that never came. */
export function messagesOf(turns: Turn[], instructions: string): Message[] {
  const said = turns.filter((turn) => turn.text !== "");
  return [
    ...(instructions.trim() ? [{ role: "system" as const, content: instructions.trim() }] : []),
    ...said.map(({ role, text }) => ({ role, content: text })),
  ];
}

/** Tokens and cost of all answers together. */
export function sumOf(turns: Turn[]): { tokens: number; cost: number } {
  let tokens = 0;
  let cost = 0;
  for (const turn of turns) {
    if (turn.role !== "assistant" || !turn.receipt) continue;
    tokens += turn.receipt.prompt_tokens + turn.receipt.completion_tokens;
    cost += Number(turn.receipt.cost);
  }
  return { tokens, cost };
}
