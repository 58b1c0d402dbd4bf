/**
 * MLflow's tracking server, with SQLite.
 * https://mlflow.org/docs/latest/self-hosting/
 */

import { join } from "node:path";

import { asked, startServer } from "./server.js";
import { makeTrace } from "./span.js";

/** The experiment that every server has. */
const EXPERIMENT = { "x-mlflow-experiment-id": "0" };

/**
 * @param {import("../scope.js").Scope} scope
 */
export async function startMlflow(scope) {
  const url = await startServer(scope, "/health", ([port], folder) => ({
    command: "mlflow",
    args: [
      "server",
      ...["--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
      ...["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`, "--default-artifact-root", join(folder, "artifacts")],
    ],
    env: { MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
  }));
  /** @typedef {import("./span.js").Span} Span */
  return {
    url,
    trace: (/** @type {import("../scope.js").Scope} */ t, /** @type {Span} */ span) =>
      makeTrace(t, `${url}/v1/traces`, span, EXPERIMENT),
    /** Every assessment of a trace, as MLflow lists them. */
    assessments: async (/** @type {Span} */ { trace_id }) => {
      const { trace } = await asked(`${url}/api/3.0/mlflow/traces/tr-${trace_id}`);
      return /** @type {any[]} */ (trace.trace_info.assessments ?? []);
    },
  };
}
