/** The relay before a backend, and a person who posts votes to it. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { eventually } from "../poll.js";
import { startRelay } from "../relay.js";

const KEY = "k-1";

/** Where each kind of event comes from. */
const POSTED = /** @type {const} */ ({
  feedback: ["/v1/feedback", { origin: "https://app.example" }],
  evaluation: ["/v1/evaluations", { "x-api-key": KEY }],
});

/** Who votes, and in which application. */
export const PERSON = { id: "user-123", type: "user" };
export const ML_APP = "weather-bot";

/**
 * What a vote says by each label; null takes it back.
 *
 * @typedef {Record<string, string | number | boolean | null>} Said
 */

/** The labels with a fixed type, but for `user_`, and what any other has. */
const TYPES = /** @type {Record<string, string>} */ ({ thumbs: "categorical", rating: "score", nps: "score", comment: "text", correction: "text" });
const OTHER = "boolean";

/**
 * @param {Record<string, string>} target
 * @param {Said} said
 * @param {string | null} [revises]
 */
export function vote(target, said, revises = null) {
  const signals = Object.entries(said).map(([name, value]) => ({ label: `user_${name}`, metric_type: TYPES[name] ?? OTHER, value }));
  const about = { ml_app: ML_APP, submitter: PERSON, timestamp_ms: Date.now(), tags: { prompt_version: "b" } };
  return { id: randomUUID(), target, signals, ...about, revises };
}

/** Who judges. */
export const EVALUATOR = { id: "vote-rules", type: "llm" };

/** What an evaluator says of a target. @param {Record<string, string>} target @param {Record<string, unknown>[]} signals @param {string | null} [revises] */
export function evaluation(target, signals, revises = null) {
  return { ...vote(target, {}, revises), kind: "evaluation", signals, submitter: EVALUATOR };
}

/**
 * @typedef {ReturnType<typeof vote> | ReturnType<typeof evaluation>} Event
 *
 * @typedef {object} Before a relay that delivers to one sink
 * @property {(event: Event) => Promise<void>} accepts posts a vote or an evaluation
 * @property {(event: Event) => Promise<void>} delivers posts it and waits until the sink has it
 * @property {() => Promise<string>} figures what /metrics says
 * @property {import("../program.js").Program} program
 * @property {string} data the folder with its store
 */

/**
 * @param {import("../scope.js").Scope} scope
 * @param {string} sink
 * @param {Record<string, string>} env its settings
 * @param {string} [earlier] the folder of an earlier relay, whose store goes on
 * @returns {Promise<Before>}
 */
export async function startBefore(scope, sink, env, earlier) {
  const own = { THUMBSPAN_API_KEYS: KEY, THUMBSPAN_SINKS: sink, THUMBSPAN_PRIVATE_SINKS: sink, THUMBSPAN_JSONL_PATH: "", THUMBSPAN_ASSETS_DIR: "" };
  const quick = { THUMBSPAN_RETRY_FIRST_MS: "100", THUMBSPAN_METRICS_LISTEN: "127.0.0.1:0" };
  const settings = { ...own, ...quick, ...env };
  const { url, program, data } = await startRelay(scope, { env: settings, ...(earlier !== undefined && { data: earlier }) });
  const [, metrics = ""] = await program.until(/Metrics on (\S+)/);
  const figures = async () => (await fetch(metrics)).text();
  const accepts = async (/** @type {Event} */ event) => {
    const [path, from] = POSTED["kind" in event ? "evaluation" : "feedback"];
    const headers = { ...from, "content-type": "application/json" };
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify({ events: [event] }) });
    assert.deepEqual([answer.status, await answer.json()], [202, { accepted: [event.id], rejected: [] }]);
  };
  const delivers = async (/** @type {Event} */ event) => {
    const before = figure(await figures(), "succeeded");
    await accepts(event);
    await eventually(`${sink} has the vote; the relay says:\n${program.said()}`, async () => {
      const now = await figures();
      assert.equal(figure(now, "dead"), 0, `A dead letter:\n${program.said()}`);
      return figure(now, "succeeded") > before;
    });
  };
  return { accepts, delivers, figures, program, data };
}

/**
 * How many deliveries became something, whatever their sinks and codes.
 *
 * @param {string} figures
 * @param {"succeeded" | "retried" | "dead"} what
 */
export function figure(figures, what) {
  const lines = figures.match(new RegExp(`^thumbspan_deliveries_${what}_total\\{.*$`, "gm")) ?? [];
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
