/** What the test agent was sent: spans of LLM Observability, of APM, and OpenTelemetry's. */

import { asked } from "../support/sinks/server.js";

/** @typedef {{ url: string, otlp: string }} Agent */

/** JSON whose ids are numbers above 2^53. @param {string} url @returns {Promise<any>} with such numbers as strings */
async function exact(url) {
  const text = await (await fetch(url)).text();
  return JSON.parse(text.replaceAll(/:\s*(\d{16,})(?=[,}\]\s])/g, ':"$1"'));
}

/**
 * @param {Agent} agent
 * @returns {Promise<{ name: string, span_id: string, trace_id: string, meta: { span: { kind: string } } }[]>}
 */
export async function llmSpans({ url }) {
  /** @type {{ url: string, body: string }[]} */
  const requests = await asked(`${url}/test/session/requests`);
  const bodies = requests.filter((request) => request.url.endsWith("/api/v2/llmobs")).map(({ body }) => Buffer.from(body, "base64").toString("utf8"));
  return bodies.flatMap((body) => JSON.parse(body)).flatMap(({ spans }) => spans);
}

/**
 * @param {Agent} agent
 * @returns {Promise<{ name: string, type?: string, span_id: string, trace_id: string, resource: string }[]>} in decimal digits
 */
export async function apmSpans({ url }) {
  return (await exact(`${url}/test/session/traces`)).flat();
}

/** Protobuf's JSON has bytes in base64. @param {string} base64 */
const hex = (base64) => Buffer.from(base64, "base64").toString("hex");

/**
 * @param {Agent} agent
 * @param {"traces" | "logs"} what
 * @param {string} scopes
 * @param {string} items
 * @returns {Promise<any[]>}
 */
async function otlp(agent, what, scopes, items) {
  /** @type {any[]} */
  const bodies = await asked(`${agent.otlp}/test/session/${what}`);
  const groups = bodies.flatMap((body) => body[`resource_${scopes.split("_")[1]}`]).flatMap((group) => group[scopes]);
  const found = groups.flatMap((group) => group[items]);
  return found.map((each) => ({ ...each, trace_id: hex(each.trace_id), span_id: hex(each.span_id) }));
}

/** @param {Agent} agent @returns {Promise<{ name: string, kind: string, span_id: string, trace_id: string }[]>} */
export const otelSpans = (agent) => otlp(agent, "traces", "scope_spans", "spans");

/** @param {Agent} agent @returns {Promise<{ event_name: string, span_id: string, trace_id: string, attributes: any[] }[]>} */
export const otelLogs = (agent) => otlp(agent, "logs", "scope_logs", "log_records");
