import assert from "node:assert/strict";
import { before, test } from "node:test";

import { startAgent } from "./agent.js";
import { submitFeedback } from "./python.js";
import { fileScope } from "./scope.js";

const file = fileScope();
const SUBMITTER = { id: "user-123", type: "user" };

/** @type {import("./agent.js").Agent} */
let agent;
before(async () => {
  agent = await startAgent(file);
});

test("what Datadog's SDK sends is read back field by field", async (t) => {
  const thumbs = { label: "user_thumbs", metric_type: "categorical", value: "down", assessment: "fail" };
  const target = { span_id: "20245611112024561111", timestamp_ms: 1765990800016, submitter: SUBMITTER };
  await submitFeedback(t, agent, [{ ...thumbs, ...target, agent_service: "vote-extractor" }]);
  const [metric] = await agent.metricsOnce(1);
  const { tags, ...fields } = metric;
  assert.deepEqual(fields, {
    event_kind: "feedback",
    label: "user_thumbs",
    metric_type: "categorical",
    categorical_value: "down",
    assessment: "fail",
    span_id: "20245611112024561111",
    ml_app: "vote-extractor",
    submitter: SUBMITTER,
    timestamp_ms: 1765990800016,
  });
  assert.ok(tags.some((/** @type {string} */ tag) => tag.startsWith("ddtrace.version:")));
});

test("a request's path, headers and session are told apart", async () => {
  const body = JSON.stringify({ data: { attributes: { metrics: [{ label: "mine" }] } } });
  const headers = { "X-Datadog-Test-Session-Token": "mine", "X-Datadog-EVP-Subdomain": "api" };
  await fetch(`${agent.url}/test/session/start?test_session_token=mine`);
  await fetch(`${agent.url}/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric`, { method: "POST", headers, body });
  const [request] = await agent.evalRequests("mine");
  assert.equal(request?.path, "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric");
  assert.equal(request.headers["x-datadog-evp-subdomain"], "api");
  assert.deepEqual(await agent.metrics("mine"), [{ label: "mine" }]);
});
