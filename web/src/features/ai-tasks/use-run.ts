import { useEffect, useReducer, useRef } from "react";
import type { AiModel } from "@/lib/api-types-ai";
import { newIdempotencyKey, postForEvents } from "@/lib/post-events";
import { ApiError } from "@/lib/problem";
import { queryClient } from "@/lib/query";
import { recheckQuotas } from "@/lib/usable-models";
import type { Value } from "./inputs";
import { advance, IDLE } from "./running";

/** Runs a task and shows its steps as they are written. Resolves to the refusal, if there is one. */
export function useRun(model: AiModel, task: string) {
  const [running, dispatch] = useReducer(advance, IDLE);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  async function start(inputs: Record<string, Value>): Promise<ApiError | null> {
    const stop = new AbortController();
    stopper.current = stop;
    dispatch({ kind: "start" });
    try {
      const path = `/api/ai/models/${model.model_type}/${model.id}/tasks/${encodeURIComponent(task)}/run`;
      const events = postForEvents(path, {
        signal: stop.signal,
        idempotencyKey: newIdempotencyKey(),
        body: { inputs, stream: true },
      });
      for await (const event of events) {
        dispatch({ kind: "event", event });
        if (event.name === "step") void queryClient.invalidateQueries({ queryKey: ["ai-runs"] });
      }
      dispatch({ kind: "end", state: stop.signal.aborted ? "stopped" : "done" });
      return null;
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : new ApiError(0, {});
      dispatch({ kind: "fail", error });
      return error;
    } finally {
      recheckQuotas();
      void queryClient.invalidateQueries({ queryKey: ["ai-runs"] });
    }
  }

  return { running, start, stop: () => stopper.current?.abort() };
}
