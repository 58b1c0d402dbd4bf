/** Spans that a backend has, or will have. */

import { randomBytes } from "node:crypto";

import { runBeside } from "./server.js";

/**
 * @typedef {object} Span
 * @property {string} trace_id 32 hexadecimal digits
 * @property {string} span_id 16 hexadecimal digits
 */

/** @returns {Span} ids that no span has yet; neither is of decimal digits alone */
export function newSpan() {
  return { trace_id: `a${randomBytes(16).toString("hex").slice(1)}`, span_id: `a${randomBytes(8).toString("hex").slice(1)}` };
}

/**
 * The same ids as decimal numbers, as Datadog writes them.
 *
 * @param {Span} span
 * @returns {Span}
 */
export function inDecimal({ trace_id, span_id }) {
  return { trace_id: BigInt(`0x${trace_id}`).toString(), span_id: BigInt(`0x${span_id}`).toString() };
}

/** The session that a span belongs to. */
export const sessionOf = (/** @type {Span} */ { trace_id }) => `chat-${trace_id}`;

/**
 * Sends a trace with that span by OpenTelemetry's SDK.
 *
 * @param {import("../scope.js").Scope} scope
 * @param {string} url the intake for traces
 * @param {Span} span
 * @param {Record<string, string>} [headers]
 */
export async function makeTrace(scope, url, span, headers = {}) {
  const said = await runBeside(scope, "make_trace", { url, headers, session_id: sessionOf(span), ...span });
  if (said.trim() !== "") throw new Error(`The trace did not arrive at ${url}:\n${said}`);
}
