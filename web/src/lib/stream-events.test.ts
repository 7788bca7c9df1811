import { expect, it } from "vitest";
import { readEvents, type StreamEvent } from "./stream-events";

function bodyOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
}

async function collect(...chunks: string[]): Promise<StreamEvent[]> {
  const found: StreamEvent[] = [];
  for await (const event of readEvents(bodyOf(...chunks))) found.push(event);
  return found;
}

it("reads events of any name, cut anywhere", async () => {
  const events = await collect(
    ": hello\n\nid: 7\neve",
    'nt: contact.created\ndata: {"record_type":"contact","record_id":"1"}\n',
    '\nid: 8\nevent: mail.sent\ndata: {"record_type":"email_message"}\n\n: beat\n\n',
  );
  expect(events).toEqual([
    { id: "7", name: "contact.created", recordType: "contact" },
    { id: "8", name: "mail.sent", recordType: "email_message" },
  ]);
});

it("passes over what is not an event of ours", async () => {
  expect(await collect("data: not json\n\ndata: {}\n\nid: 9\n\n")).toEqual([]);
});
