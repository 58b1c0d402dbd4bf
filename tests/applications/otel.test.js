/**
 * The right span, on the real thing: OpenTelemetry's SDK in a FastAPI application, a streamed answer
 * in a browser, the relay, and the test agent's OTLP port, which has the spans as well as the votes.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit } from "../e2e/page/open.js";
import { startAgent } from "../support/agent.js";
import { serve } from "../support/application.js";
import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { otelLogs, otelSpans } from "./received.js";
import { refused } from "./traceparent.js";

const file = fileScope();
const [browser, agent] = await Promise.all([launchBrowser(file), startAgent(file)]);
const toOtlp = { THUMBSPAN_SINKS: "otlp", THUMBSPAN_PRIVATE_SINKS: "otlp", THUMBSPAN_OTLP_URL: agent.otlp };
const relay = await startRelay(file, { env: toOtlp });
const url = await serve(file, "tests/applications/otel", { env: { RELAY: relay.url, OTLP: agent.otlp } });

/** The log record of a vote. @param {{ id: string }} event */
function recordOf({ id }) {
  return eventually("the log record", async () =>
    (await otelLogs(agent)).find(({ attributes }) => attributes.some(({ key, value }) => key === "thumbspan.feedback_id" && value.string_value === id)),
  );
}

test("a vote on a streamed answer is a log record with the workflow's span and trace, as the SDK sent them", async (t) => {
  const opened = await visit(t, { browser, url });
  await opened.widget.disabled();
  await opened.page.locator("#ask").click();
  await opened.widget.enabled();
  await opened.widget.down.click();
  const { span_id, trace_id, event_name } = await recordOf(await opened.event("sent"));
  assert.equal(event_name, "gen_ai.evaluation.result");
  const workflow = await eventually(`span ${span_id}`, async () => (await otelSpans(agent)).find((span) => span.span_id === span_id));
  assert.deepEqual([workflow.name, workflow.trace_id], ["answer", trace_id]);
  const request = await eventually("the request's span", async () =>
    (await otelSpans(agent)).find((span) => span.trace_id === trace_id && span.kind === "SPAN_KIND_SERVER"),
  );
  assert.notEqual(request.span_id, span_id);
  assert.deepEqual(opened.warnings, []);
});

test("after the workflow the request's span is refused, and the error says where to call", async () => {
  const said = await (await fetch(`${url}/too-late`)).json();
  assert.deepEqual([said.code, said.events], ["not_an_llm_span", 10]);
  assert.match(said.message, /'GET \/too-late'.*inside the function that calls the model/);
  const request = await eventually("the request's span", async () => (await otelSpans(agent)).find(({ span_id }) => span_id === said.span_id));
  assert.equal(request.kind, "SPAN_KIND_SERVER");
});

test("a page with the request's traceparent alone: nobody can vote, and one warning says why", (t) => refused(t, browser, url));
