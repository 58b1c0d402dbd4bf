/**
 * Arize Phoenix, with SQLite.
 * https://arize.com/docs/phoenix/self-hosting
 */

import { asked, startServer } from "./server.js";
import { makeTrace } from "./span.js";

/** Where spans without a project's name go. */
const PROJECT = "default";

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
    },
  }));
  /** @typedef {import("./span.js").Span} Span */
  return {
    url,
    trace: (/** @type {import("../scope.js").Scope} */ t, /** @type {Span} */ span) => makeTrace(t, `${url}/v1/traces`, span),
    /** Every annotation of a span, as Phoenix lists them. */
    annotations: async (/** @type {Span} */ { span_id }) => {
      const { data } = await asked(`${url}/v1/projects/${PROJECT}/span_annotations?span_ids=${span_id}`);
      return /** @type {any[]} */ (data);
    },
  };
}
