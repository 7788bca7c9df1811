import { describe, expect, it } from "vitest";
import { readServerEvents, type ServerEvent } from "./sse";

const encoder = new TextEncoder();

function bodyOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      }
      controller.close();
    },
  });
}

async function collect(events: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

const read = (...chunks: (string | Uint8Array)[]) => collect(readServerEvents(bodyOf(...chunks)));

describe("a stream of events", () => {
  it("is read whole wherever it is cut", async () => {
    const text = ': hello\n\nid: 7\nevent: token\ndata: {"text":"ñ€"}\n\ndata: [DONE]\n\n';
    const wanted = [
      { id: "7", name: "token", data: '{"text":"ñ€"}' },
      { id: "", name: "message", data: "[DONE]" },
    ];
    const bytes = encoder.encode(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(wanted);
    }
  });

  it("may end its lines in any of three ways", async () => {
    const wanted = [{ id: "", name: "step", data: "a\nb" }];
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = ["event: step", "data: a", "data:b", "", "data: next", ""].join(end);
      for (let cut = 0; cut <= text.length; cut++) {
        expect(await read(text.slice(0, cut), text.slice(cut))).toEqual(wanted);
      }
    }
  });

  it("keeps what a value begins with beyond one space, and passes over what has no data", async () => {
    expect(await read("data:  two\n\nevent: empty\n\nretry: 5\n\ndata\n\n")).toEqual([
      { id: "", name: "message", data: " two" },
      { id: "", name: "message", data: "" },
    ]);
  });

  it("is closed when nobody reads on", async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(encoder.encode("data: x\n\n")),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readServerEvents(endless)) break;
    expect(cancelled).toBe(true);
  });
});
