import type { ServerEvent } from "@/lib/sse";

/** What one answer took, as the gateway settled it. */
export type Receipt = {
  prompt_tokens: number;
  completion_tokens: number;
  /** A decimal in the deployment's currency. */
  cost: string;
  /** The provider did not say: counted here. */
  estimated: boolean;
  /** `system/<slug>` of the model that really answered. */
  served_by: string;
  latency_ms: number;
};

/** A part of a streamed answer, in the order of arrival. */
export type Piece =
  | { kind: "text"; text: string }
  | { kind: "finish"; reason: string }
  | { kind: "receipt"; receipt: Receipt };

type Chunk = { choices?: { delta?: { content?: string | null }; finish_reason?: string | null }[] };

/** Reads one event of a streamed chat; what this page has no use for gives nothing. */
export function piecesOf({ name, data }: ServerEvent): Piece[] {
  if (data === "[DONE]") return [];
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return [];
  }
  if (name === "usage") return [{ kind: "receipt", receipt: value as Receipt }];
  const choice = (value as Chunk | null)?.choices?.[0];
  const pieces: Piece[] = [];
  if (choice?.delta?.content) pieces.push({ kind: "text", text: choice.delta.content });
  if (choice?.finish_reason) pieces.push({ kind: "finish", reason: choice.finish_reason });
  return pieces;
}
