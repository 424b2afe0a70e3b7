// What a builder's own program does with OpenAI's client for Node: nothing is changed but its address and its key.
// `node client.cjs TASK` tells in JSON what came of it.

const { OpenAI } = require("openai");

const client = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });
const named = { headers: { "X-Balie-Conversation": "c-1" } };
const tools = [{ type: "function", function: { name: "look_up", parameters: { type: "object", properties: {} } } }];

async function asked(messages, stream, more = {}) {
  const request = { model: "small", messages, ...more };
  const answer = stream
    ? await client.chat.completions.stream(request, named).finalChatCompletion()
    : await client.chat.completions.create(request, named);
  return answer.choices[0];
}

async function question(stream) {
  const { message, finish_reason } = await asked([{ role: "user", content: "Wat is mijn termijnbedrag?" }], stream);
  return { words: message.content, finish: finish_reason };
}

async function withTools(stream) {
  const messages = [{ role: "user", content: "Mijn naam is Jan Jansen. Wat betaal ik?" }];
  const { message, finish_reason } = await asked(messages, stream, { tools });
  const call = message.tool_calls[0];
  messages.push(message, { role: "tool", tool_call_id: call.id, content: "120 euro per maand" });
  const last = await asked(messages, stream, { tools });
  return { finish: finish_reason, calls: message.tool_calls.map((one) => one.function), words: last.message.content };
}

async function refused(ask) {
  try {
    await ask();
  } catch (error) {
    return { is: error.constructor.name, status: error.status, code: error.code, param: error.param };
  }
  return { is: "no error" };
}

const hello = { model: "small", messages: [{ role: "user", content: "Hoi" }] };
const stranger = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: "wrong" });
const tasks = {
  whole: () => question(false),
  stream: () => question(true),
  "whole-tools": () => withTools(false),
  "stream-tools": () => withTools(true),
  models: async () => (await client.models.list()).data.map((model) => model.id),
  errors: async () => ({
    key: await refused(() => stranger.chat.completions.create(hello)),
    field: await refused(() => client.chat.completions.create({ ...hello, n: 3 })),
    stream: await refused(() => client.chat.completions.create({ ...hello, n: 3, stream: true })),
    place: await refused(() => client.embeddings.create({ model: "small", input: "Hoi" })),
  }),
};

tasks[process.argv[2]]().then(
  (told) => console.log(JSON.stringify(told)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
