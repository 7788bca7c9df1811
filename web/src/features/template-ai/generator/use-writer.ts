import { useEffect, useReducer, useRef } from "react";
import type { Proposal } from "@/lib/api-types-mail-ai";
import { newIdempotencyKey, postForEvents } from "@/lib/post-events";
import { ApiError } from "@/lib/problem";
import { recheckQuotas } from "@/lib/usable-models";
import { IDLE, nextCourse, readStep } from "./course";
import type { requestOf } from "./order";

type Request = ReturnType<typeof requestOf>;

/** Asks a model to write, and follows what it writes. Nothing is saved by that but the proposal. */
export function useWriter() {
  const [course, advance] = useReducer(nextCourse, IDLE);
  const running = useRef<AbortController | null>(null);
  const last = useRef<{ sent: string; key: string } | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = async ({ path, body }: Request) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const key = keyFor(JSON.stringify([path, body]));
    advance({ step: "asked" });
    try {
      let hasEnded = false;
      for await (const event of postForEvents(path, { body, signal: stop.signal, idempotencyKey: key })) {
        const step = readStep(event);
        if (step) advance(step);
        if (step?.step === "proposed") hasEnded = true;
      }
      if (stop.signal.aborted) advance({ step: "stopped" });
      else if (!hasEnded) throw new ApiError(0, {});
      last.current = null;
    } catch (error) {
      const problem = error instanceof ApiError ? error : new ApiError(0, {});
      // Nobody answered, and yet the first attempt may have been charged: the next one has the same key.
      if (problem.status !== 0) last.current = null;
      advance({ step: "failed", error: problem });
    } finally {
      recheckQuotas();
      if (running.current === stop) running.current = null;
    }
  };
  const keyFor = (sent: string) => {
    const key = last.current?.sent === sent ? last.current.key : newIdempotencyKey();
    last.current = { sent, key };
    return key;
  };
  return {
    course,
    ask: (request: Request) => void ask(request),
    stop: () => running.current?.abort(),
    show: (proposal: Proposal) => advance({ step: "proposed", proposal }),
    leave: () => advance({ step: "left" }),
  };
}

export type Writer = ReturnType<typeof useWriter>;
