import { afterEach, describe, expect, it, vi } from "vitest";
import { postForEvents } from "./post-events";
import type { ServerEvent } from "./sse";

vi.mock("./api", () => ({ csrfToken: () => "token" }));

async function collect(events: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

describe("posting for events", () => {
  afterEach(() => vi.unstubAllGlobals());

  const post = (signal = new AbortController().signal) =>
    collect(postForEvents("/api/x", { body: { a: 1 }, signal, idempotencyKey: "once" }));

  it("sends the key that keeps it from being charged twice", async () => {
    const fetched = vi.fn(async (_path: string, _init: RequestInit) => new Response("data: 1\n\n"));
    vi.stubGlobal("fetch", fetched);
    expect(await post()).toEqual([{ id: "", name: "message", data: "1" }]);
    const init = fetched.mock.calls[0]?.[1];
    expect(init?.headers).toMatchObject({ "Idempotency-Key": "once", "X-CSRFToken": "token" });
    expect(init?.body).toBe('{"a":1}');
  });

  it("throws a refusal with what it says", async () => {
    const problem = JSON.stringify({ status: 429, detail: "Spent", resets_at: "2026-11-24T00:00:00Z" });
    vi.stubGlobal(
      "fetch",
      async () => new Response(problem, { status: 429, headers: { "Retry-After": "60" } }),
    );
    await expect(post()).rejects.toMatchObject({
      status: 429,
      detail: "Spent",
      retryAfter: 60,
      body: { resets_at: "2026-11-24T00:00:00Z" },
    });
  });

  it("throws what fails in mid-stream, after what had come", async () => {
    const stream = 'data: 1\n\nevent: error\ndata: {"status":502,"detail":"Broke off"}\n\n';
    vi.stubGlobal("fetch", async () => new Response(stream));
    await expect(post()).rejects.toMatchObject({ status: 502, detail: "Broke off" });
  });

  it("ends quietly when it was stopped, and says so when nobody answered", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("failed");
    });
    await expect(post()).rejects.toMatchObject({ status: 0 });
    const stop = new AbortController();
    stop.abort();
    await expect(post(stop.signal)).resolves.toEqual([]);
  });
});
