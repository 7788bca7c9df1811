export type StreamEvent = { id: string; name: string; recordType: string };

/** The events of a text/event-stream body, as they arrive. Comments (heartbeats) and broken data are passed over. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true }).replaceAll("\r\n", "\n");
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseBlock(block: string): StreamEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  const data = fields.get("data");
  if (!data) return null;
  try {
    const { record_type } = JSON.parse(data) as { record_type?: unknown };
    if (typeof record_type !== "string") return null;
    return { id: fields.get("id") ?? "", name: fields.get("event") ?? "message", recordType: record_type };
  } catch {
    return null;
  }
}
