/**
 * Arize Phoenix, with SQLite.
 * https://arize.com/docs/phoenix/self-hosting
 */

import { randomBytes } from "node:crypto";

import { asked, startServer } from "./server.js";
import { makeTrace, sessionOf } from "./span.js";

/** Where spans without a project's name go. */
const PROJECT = "default";

const secret = () => randomBytes(32).toString("hex");

/** What lets in everyone who has it. */
export const KEY = secret();
const BEARER = { authorization: `Bearer ${KEY}` };

/**
 * @param {import("../scope.js").Scope} scope
 */
export async function startPhoenix(scope) {
  const url = await startServer(scope, "/healthz", ([port, grpc], folder) => ({
    command: "phoenix",
    args: ["serve"],
    env: {
      PHOENIX_WORKING_DIR: folder,
      PHOENIX_HOST: "127.0.0.1",
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: String(grpc),
      PHOENIX_TELEMETRY_ENABLED: "false",
      PHOENIX_ALLOW_EXTERNAL_RESOURCES: "false",
      PHOENIX_ENABLE_AUTH: "true",
      PHOENIX_SECRET: secret(),
      PHOENIX_ADMIN_SECRET: KEY,
    },
  }));
  /** @typedef {import("./span.js").Span} Span */
  const listed = async (/** @type {string} */ kind, /** @type {string} */ id) => {
    const { data } = await asked(`${url}/v1/projects/${PROJECT}/${kind}_annotations?${kind}_ids=${id}`, { headers: BEARER });
    return /** @type {any[]} */ (data);
  };
  return {
    url,
    trace: (/** @type {import("../scope.js").Scope} */ t, /** @type {Span} */ span) => makeTrace(t, `${url}/v1/traces`, span, BEARER),
    /** Every annotation of a span, as Phoenix lists them. */
    annotations: (/** @type {Span} */ { span_id }) => listed("span", span_id),
    /** Every annotation of a trace. */
    onTrace: (/** @type {Span} */ { trace_id }) => listed("trace", trace_id),
    /** Every annotation of a session. */
    onSession: (/** @type {Span} */ span) => listed("session", sessionOf(span)),
  };
}
