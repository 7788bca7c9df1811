/** One event of a text/event-stream body. `data` is its text; several data lines are joined by line feeds. */
export type ServerEvent = { id: string; name: string; data: string };

/** The events of a text/event-stream body, as they arrive. Leaving the loop closes the connection. */
export async function* readServerEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let block: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A carriage return at the end may be the first half of one line's end.
      const held = rest.endsWith("\r") ? 1 : 0;
      const lines = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? "") + rest.slice(rest.length - held);
      for (const line of lines) {
        if (line !== "") {
          block.push(line);
          continue;
        }
        const event = parseBlock(block);
        block = [];
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseBlock(lines: string[]): ServerEvent | null {
  const data: string[] = [];
  let id = "";
  let name = "message";
  for (const line of lines) {
    const [field = "", value = ""] = splitField(line);
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
    else if (field === "id") id = value;
  }
  return data.length > 0 ? { id, name, data: data.join("\n") } : null;
}

/** A comment's field is empty. */
function splitField(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}
