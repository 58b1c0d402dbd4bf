/**
 * The right span, on the real thing: Datadog's SDK in a FastAPI application, a streamed answer in a
 * browser, the relay, and the test agent, which has the spans as well as the votes.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, toAgent } from "../e2e/page/arrived.js";
import { visit } from "../e2e/page/open.js";
import { startAgent } from "../support/agent.js";
import { serve } from "../support/application.js";
import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { apmSpans, llmSpans } from "./received.js";
import { refused } from "./traceparent.js";

const file = fileScope();
const [browser, agent] = await Promise.all([launchBrowser(file), startAgent(file)]);
const relay = await startRelay(file, { env: toAgent(agent) });
const settings = {
  RELAY: relay.url,
  DD_TRACE_AGENT_URL: agent.url,
  DD_LLMOBS_ENABLED: "1",
  DD_LLMOBS_ML_APP: "flights",
  DD_LLMOBS_AGENTLESS_ENABLED: "0",
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false",
  DD_REMOTE_CONFIGURATION_ENABLED: "false",
  DD_TRACE_STARTUP_LOGS: "false",
};
const url = await serve(file, "tests/applications/datadog", { env: settings });

/** The span that the vote is on, and those that it might wrongly be on. @param {string} id */
async function around(id) {
  const workflow = await eventually(`span ${id} of LLM Observability`, async () => (await llmSpans(agent)).find(({ span_id }) => span_id === id));
  const all = await llmSpans(agent);
  const model = all.find(({ trace_id, meta }) => trace_id === workflow.trace_id && meta.span.kind === "llm");
  const apm = await apmSpans(agent);
  const own = apm.find(({ span_id }) => span_id === id);
  const request = apm.find(({ trace_id, type }) => trace_id === own?.trace_id && type === "web");
  const query = apm.find(({ trace_id, name }) => trace_id === own?.trace_id && name === "postgres.query");
  return { workflow, model, request, query };
}

test("a vote on a streamed answer is on the workflow's span as the agent has it, to the digit", async (t) => {
  const opened = await visit(t, { browser, url });
  await opened.widget.disabled();
  await opened.page.locator("#ask").click();
  await opened.widget.enabled();
  assert.match(await opened.page.locator("article p").innerText(), /leaves at 9 from gate B 14\./);
  await opened.widget.down.click();
  const sent = await opened.event("sent");
  const { target } = await arrived(relay, sent);
  const metric = await eventually("the metric", async () => (await agent.metrics()).find(({ tags }) => tags.includes(`feedback_id:${sent.id}`)));
  const { workflow, model, request, query } = await around(metric.span_id);
  assert.deepEqual([workflow.name, workflow.meta.span.kind], ["answer", "workflow"]);
  assert.deepEqual(target, { kind: "span", span_id: workflow.span_id, trace_id: workflow.trace_id });
  const others = [model, request, query].map((span) => span?.span_id);
  assert.equal(new Set([...others, workflow.span_id, undefined]).size, 5, "each is another span");
  assert.deepEqual(opened.warnings, []);
});

test("the context is the stream's last event, and its only one", async () => {
  const answer = await fetch(`${url}/answer`);
  const events = (await answer.text()).trim().split("\n\n");
  assert.equal(events.length, 10);
  assert.deepEqual(events.map((event) => event.startsWith("event: feedback-context\n")).indexOf(true), 9);
});

test("many answers at once: each stream names its own workflow", async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, async () => (await fetch(`${url}/answer`)).text()));
  const named = streams.map((stream) => JSON.parse(/^event: feedback-context\ndata: (.*)$/m.exec(stream)?.[1] ?? "").span_id);
  assert.equal(new Set(named).size, streams.length);
  await eventually("every workflow at the agent", async () => {
    const workflows = (await llmSpans(agent)).filter(({ meta }) => meta.span.kind === "workflow").map(({ span_id }) => span_id);
    return named.every((id) => workflows.includes(id));
  });
});

test("after the workflow the request's span is refused, and the error says where to call", async () => {
  const said = await (await fetch(`${url}/too-late`)).json();
  assert.deepEqual([said.code, said.events], ["not_an_llm_span", 10]);
  assert.match(said.message, /'fastapi\.request'.*inside the function that is decorated with @workflow/);
  const request = await eventually("the request's span", async () => (await apmSpans(agent)).find(({ span_id }) => span_id === said.span_id));
  assert.equal(request.name, "fastapi.request");
  assert.equal((await llmSpans(agent)).some(({ span_id }) => span_id === said.span_id), false);
});

test("a page with the request's traceparent alone: nobody can vote, and one warning says why", (t) => refused(t, browser, url));
