/** Programs of tests/peers. */

import { once } from "node:events";

import { inCheckout } from "./checkout.js";
import { start } from "./program.js";

/**
 * Runs `tests/peers/<name>.py` to its end.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} name
 * @param {unknown} input its one argument, as JSON
 * @param {Record<string, string>} [env]
 * @param {string} [python] the tests' own, or that of another virtual environment
 * @returns {Promise<string>} what it said
 */
export async function runPeer(scope, name, input, env = {}, python = ".venv/bin/python") {
  const script = inCheckout(`tests/peers/${name}.py`);
  const program = start(scope, inCheckout(python), [script, JSON.stringify(input)], { env });
  const [code] = await once(program.child, "close");
  if (code !== 0) throw new Error(`${name}.py ended with ${code}:\n${program.said()}`);
  return program.said();
}

/**
 * The SDK's way to an Agent, and nowhere else.
 *
 * @param {{ url: string }} agent
 */
const toAgent = ({ url }) => ({
  DD_TRACE_AGENT_URL: url,
  DD_TRACE_ENABLED: "false",
  DD_REMOTE_CONFIGURATION_ENABLED: "false",
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false",
});

/**
 * Sends feedback as Datadog's own SDK does.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {{ url: string }} agent
 * @param {Record<string, unknown>[]} calls the arguments of `LLMObs.submit_feedback`, call by call:
 *   https://docs.datadoghq.com/llm_observability/instrumentation/sdk/
 * @returns {Promise<string>}
 */
export function submitFeedback(scope, agent, calls) {
  return runPeer(scope, "submit", { method: "submit_feedback", calls }, toAgent(agent));
}

/**
 * Sends evaluations as Datadog's own SDK does.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {{ url: string }} agent
 * @param {Record<string, unknown>[]} calls the arguments of `LLMObs.submit_evaluation`, call by call:
 *   https://docs.datadoghq.com/llm_observability/instrumentation/sdk/
 * @returns {Promise<string>}
 */
export function submitEvaluations(scope, agent, calls) {
  return runPeer(scope, "submit", { method: "submit_evaluation", calls }, toAgent(agent));
}
