/**
 * Weave's trace server, with SQLite.
 * https://docs.wandb.ai/weave/reference/service-api
 */

import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { inCheckout } from "../checkout.js";
import { asked, startServer } from "./server.js";

/** What lets in everyone who has it. */
export const KEY = randomBytes(16).toString("hex");
/** The project with the calls. */
export const PROJECT = "team/weather bot";

const HEADERS = { "content-type": "application/json", authorization: `Basic ${Buffer.from(`api:${KEY}`).toString("base64")}` };

/**
 * @param {import("../scope.js").Scope} scope
 */
export async function startWeave(scope) {
  const url = await startServer(scope, "/health", ([port], folder) => ({
    venv: "weave",
    command: "python",
    args: [inCheckout("tests/peers/serve_weave.py"), JSON.stringify({ port, file: join(folder, "weave.db"), key: KEY })],
    env: { DD_TRACE_ENABLED: "false" },
    headers: HEADERS,
  }));
  const post = (/** @type {string} */ path, /** @type {unknown} */ body) =>
    asked(`${url}${path}`, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
  /** @typedef {import("./span.js").Span} Span */
  return {
    url,
    /** Makes a call, whose id is the span's. */
    trace: async (/** @type {unknown} */ _, /** @type {Span} */ { span_id, trace_id }) => {
      const at = new Date().toISOString();
      const start = { project_id: PROJECT, id: span_id, trace_id, op_name: "answer", started_at: at, attributes: {}, inputs: {} };
      await post("/call/start", { start });
      await post("/call/end", { end: { project_id: PROJECT, id: span_id, ended_at: at, summary: {} } });
    },
    /** Every feedback on a call, as Weave hands it out with the call. */
    feedback: async (/** @type {Span} */ { span_id }) => {
      const answer = await post("/calls/query_stats", { project_id: PROJECT, filter: { call_ids: [span_id] } });
      if (answer.count !== 1) throw new Error(`Weave has ${answer.count} calls ${span_id}`);
      const field = { $getField: "weave_ref" };
      const query = { $expr: { $eq: [field, { $literal: `weave:///${PROJECT}/call/${span_id}` }] } };
      const { result } = await post("/feedback/query", { project_id: PROJECT, query });
      return /** @type {any[]} */ (result);
    },
  };
}
