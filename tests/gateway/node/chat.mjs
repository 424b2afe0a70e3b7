// What an unchanged program does with the official client: only the address and the key are the gateway's.
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const ask = (content, more = {}) => ({ model: "small", messages: [{ role: "user", content }], ...more });
const refund = { type: "function", function: { name: "look_up", parameters: { type: "object", properties: {} } } };

const told = {};
told.models = (await openai.models.list()).data.map((model) => model.id);
told.whole = (await openai.chat.completions.create(ask("Wat is mijn termijnbedrag?"))).choices[0].message.content;
told.pieces = [];
for await (const chunk of await openai.chat.completions.create(ask("Wat is mijn termijnbedrag?", { stream: true }))) {
  const words = chunk.choices[0]?.delta?.content;
  if (words) told.pieces.push(words);
}
const helped = openai.beta.chat.completions.stream(ask("Wat is mijn termijnbedrag?"));
told.helped = (await helped.finalChatCompletion()).choices[0].message.content;
const called = await openai.chat.completions.create(ask("Zoek de tarieven op", { tools: [refund] }));
told.call = called.choices[0].message.tool_calls?.[0]?.function?.name ?? called.choices[0].message.content;
try {
  await new OpenAI({ baseURL, apiKey: "bk_wrong", maxRetries: 0 }).models.list();
} catch (problem) {
  told.error = { name: problem.constructor.name, status: problem.status, code: problem.code };
}
try {
  await openai.embeddings.create({ model: "small", input: "x" });
} catch (problem) {
  told.refused = { status: problem.status, code: problem.code };
}
console.log(JSON.stringify(told));
