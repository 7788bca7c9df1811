import { useEffect, useReducer, useRef } from "react";
import type { AiModel } from "@/lib/api-types-ai";
import { newIdempotencyKey, postForEvents } from "@/lib/post-events";
import { ApiError } from "@/lib/problem";
import { recheckQuotas } from "@/lib/usable-models";
import { advance, messagesOf, type Turn } from "./conversation";
import { piecesOf } from "./pieces";

export type ChatSettings = { instructions: string; max_tokens: number | null; temperature: number | null };

/** One conversation in this window. Nothing of it is kept on the server but the ledger's numbers. */
export function useChat(
  model: AiModel | undefined,
  settings: ChatSettings,
  feature: "chat" | "compare" = "chat",
) {
  const [turns, dispatch] = useReducer(advance, [] as Turn[]);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function answer(target: AiModel, said: Turn[], key: string) {
    const stop = new AbortController();
    running.current = stop;
    const now = () => performance.now();
    try {
      const events = postForEvents(`/api/ai/models/${target.model_type}/${target.id}/chat`, {
        signal: stop.signal,
        idempotencyKey: key,
        body: {
          messages: messagesOf(said, settings.instructions),
          stream: true,
          feature,
          ...(settings.max_tokens === null ? {} : { max_tokens: settings.max_tokens }),
          ...(settings.temperature === null ? {} : { temperature: settings.temperature }),
        },
      });
      for await (const event of events) {
        for (const piece of piecesOf(event)) dispatch({ kind: "piece", piece, at: now() });
      }
      dispatch({ kind: "end", state: stop.signal.aborted ? "stopped" : "done", at: now() });
    } catch (error) {
      dispatch({ kind: "fail", error: error instanceof ApiError ? error : new ApiError(0, {}), at: now() });
    } finally {
      recheckQuotas();
      if (running.current === stop) running.current = null;
    }
  }

  const last = turns.at(-1);
  const streaming = last?.role === "assistant" && last.state === "streaming";
  return {
    turns,
    streaming,
    send(text: string) {
      if (!model || streaming) return;
      const key = newIdempotencyKey();
      const said = advance(turns, {
        kind: "ask",
        id: key,
        text,
        asked: model.name,
        key,
        at: performance.now(),
      });
      dispatch({ kind: "ask", id: key, text, asked: model.name, key, at: performance.now() });
      void answer(model, said.slice(0, -1), key);
    },
    /** Asks for the last answer anew. When nobody answered, the first attempt may have been charged: same key. */
    again() {
      if (!model || streaming || last?.role !== "assistant") return;
      const lost = last.error?.status === 0 && last.asked === model.name;
      const key = lost ? last.key : newIdempotencyKey();
      dispatch({ kind: "again", asked: model.name, key, at: performance.now() });
      void answer(model, turns.slice(0, -1), key);
    },
    stop() {
      running.current?.abort();
    },
    clear() {
      running.current?.abort();
      dispatch({ kind: "clear" });
    },
  };
}

export type Chat = ReturnType<typeof useChat>;
