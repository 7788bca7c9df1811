import i18next from "i18next";
import { csrfToken } from "./api";
import { ApiError, readProblem } from "./problem";
import { readServerEvents, type ServerEvent } from "./sse";

type StreamRequest = {
  body: unknown;
  signal: AbortSignal;
  /** The same key returns the first answer instead of charging again. */
  idempotencyKey: string;
};

/**
 * Posts, and hands out the answer's events as they arrive. Throws ApiError for a refusal, for an `error` event
 * within the stream, and (status 0) when the connection fails; an abort ends it without an error.
 */
export async function* postForEvents(path: string, request: StreamRequest): AsyncGenerator<ServerEvent> {
  const { signal } = request;
  try {
    const response = await fetch(path, {
      method: "POST",
      signal,
      body: JSON.stringify(request.body),
      headers: {
        Accept: "text/event-stream, application/json",
        "Accept-Language": i18next.language,
        "Content-Type": "application/json",
        "Idempotency-Key": request.idempotencyKey,
        "X-CSRFToken": csrfToken(),
      },
    });
    if (!response.ok) throw await readProblem(response);
    if (!response.body) return;
    for await (const event of readServerEvents(response.body)) {
      if (event.name === "error") throw problemOf(event.data);
      yield event;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof ApiError ? error : new ApiError(0, {});
  }
}

function problemOf(data: string): ApiError {
  try {
    const body = JSON.parse(data) as Record<string, unknown>;
    const after = Number(body.retry_after);
    return new ApiError(Number(body.status) || 502, body, Number.isFinite(after) && after > 0 ? after : null);
  } catch {
    return new ApiError(502, {});
  }
}

/** A key for one attempt. Not crypto.randomUUID: that one is missing where the page came over plain http. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
