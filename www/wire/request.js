// One request to Datadog: what it says in short, and the whole of it.

import { linkTo } from "./answers.js";
import { code } from "./code.js";
import { element } from "./element.js";
import { laidOut } from "./json.js";

const TARGETS = ["span_id", "trace_id", "session_id", "feedback_join_key"];

/** @typedef {{ at_ms: number, method: string, url: string, headers: Record<string, string | null>, body: string }} Sent */

/**
 * @param {string} data an entry of /demo/requests
 * @returns {HTMLElement}
 */
export function request(data) {
  /** @type {Sent} */
  const sent = JSON.parse(data);
  // Parsed to find its way to the answers only: ids are strings in it, and strings stay as they are.
  const metrics = metricsOf(sent.body);
  const targets = metrics.flatMap((metric) => TARGETS.flatMap((name) => metric[name] ?? []));
  const entry = element("details", "entry");
  const said = metrics.map((metric) => {
    const value = String(metric[`${metric["metric_type"]}_value`]);
    return element("span", "", String(metric["label"]), element("b", "", value));
  });
  const at = element("time", "", new Date(sent.at_ms).toLocaleTimeString([], { hourCycle: "h23" }));
  const from = linkTo(entry, targets);
  entry.append(element("summary", "", ...said, at, from), element("pre", "", ...whole(sent, targets)));
  return entry;
}

/**
 * @param {string} body
 * @returns {any[]}
 */
function metricsOf(body) {
  return JSON.parse(body).data.attributes.metrics;
}

/**
 * @param {Sent} sent
 * @param {string[]} targets
 */
function whole({ method, url, headers, body }, targets) {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers }).flatMap(([name, value]) => [
    element("span", "quiet", `${name}:`),
    ` ${value ?? ""}\n`,
  ]);
  const shown = element("code", "body", ...code(laidOut(body), targets));
  return [`${method} ${pathname}\n`, ...lines, "\n", shown];
}
