// OpenAI's own Node client at the door: runs the scenario it is told and prints what came of it as one line of JSON.
// usage: node door.mjs '{"url": "http://127.0.0.1:8000/v1", "key": "fd_…", "scenario": "chat", "model": "system/builtin"}'
import OpenAI, { toFile } from "openai";

const told = JSON.parse(process.argv[2]);
const client = new OpenAI({
  baseURL: told.url,
  apiKey: told.key,
  maxRetries: told.retries ?? 0,
  timeout: 120_000,
});
const model = told.model;
const messages = told.messages ?? [{ role: "user", content: "one two three" }];
const parameters = { model, messages, ...told.parameters };

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return {
    text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""),
    models: [...new Set(chunks.map((chunk) => chunk.model))],
    finish: chunks.findLast((chunk) => chunk.choices[0])?.choices[0].finish_reason,
    usages: chunks.flatMap((chunk) => (chunk.usage ? [chunk.usage] : [])),
  };
}

async function callTool(streams) {
  const asked = { ...parameters, tools: told.tools };
  const first = streams
    ? await client.chat.completions.stream(asked).finalChatCompletion()
    : await client.chat.completions.create(asked);
  const call = first.choices[0].message.tool_calls[0];
  const result = { role: "tool", tool_call_id: call.id, content: "It rains." };
  const second = await client.chat.completions.create({
    ...asked,
    messages: [...messages, { role: "assistant", tool_calls: [call] }, result],
  });
  return { function: call.function, answer: second.choices[0].message.content };
}

async function transcribe() {
  const answers = {};
  for (const response_format of ["json", "verbose_json", "srt", "text", "vtt"]) {
    const file = await toFile(Buffer.from("any bytes"), told.file, { type: "audio/wav" });
    answers[response_format] = await client.audio.transcriptions.create({ model, file, response_format });
  }
  return answers;
}

async function leave() {
  const stream = await client.chat.completions.create({ ...parameters, stream: true });
  let seen = 0;
  for await (const chunk of stream) {
    seen += chunk.choices.length;
    if (seen >= told.chunks) break;
  }
  return { seen };
}

const scenarios = {
  models: async () => ({
    listed: (await client.models.list()).data,
    one: await client.models.retrieve(model),
  }),
  chat: async () => {
    const { data, response } = await client.chat.completions.create(parameters).withResponse();
    return { data, headers: Object.fromEntries(response.headers) };
  },
  stream: async () => collect(await client.chat.completions.create({ ...parameters, stream: true })),
  tools: () => callTool(false),
  streamed_tools: () => callTool(true),
  embeddings: async () => {
    const input = ["one", "two"];
    return {
      packed: await client.embeddings.create({ model, input }),
      plain: await client.embeddings.create({ model, input, encoding_format: "float" }),
      base64: await client.embeddings.create({ model, input, encoding_format: "base64" }),
    };
  },
  transcriptions: transcribe,
  leave,
};

try {
  console.log(JSON.stringify({ result: await scenarios[told.scenario]() }));
} catch (error) {
  if (!(error instanceof OpenAI.APIError)) throw error;
  const headers = error.headers ? Object.fromEntries(error.headers) : {};
  const { status, code, type, message } = error;
  const error_ = { class: error.constructor.name, status, code, type, message, headers };
  console.log(JSON.stringify({ error: error_ }));
}
