import { readServerEvents } from "./sse";

export type StreamEvent = { id: string; name: string; recordType: string };

/** The tenant's events, as they arrive. Comments (heartbeats) and data of another shape are passed over. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  for await (const { id, name, data } of readServerEvents(body)) {
    const recordType = recordTypeOf(data);
    if (recordType !== null) yield { id, name, recordType };
  }
}

function recordTypeOf(data: string): string | null {
  try {
    const { record_type } = JSON.parse(data) as { record_type?: unknown };
    return typeof record_type === "string" ? record_type : null;
  } catch {
    return null;
  }
}
