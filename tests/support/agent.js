/**
 * The Datadog test agent: the peer that stands where a Datadog Agent would.
 * https://github.com/DataDog/dd-apm-test-agent
 */

import { inCheckout } from "./checkout.js";
import { temporaryFolder } from "./folder.js";
import { eventually } from "./poll.js";
import { freePorts } from "./port.js";
import { start } from "./program.js";

/** How often other ports are tried when some were taken in between. */
const TRIES = 5;

/**
 * @typedef {object} Intake one request to the eval-metric end point
 * @property {string} path
 * @property {Record<string, string>} headers with names in lower case
 * @property {any} body
 */

/**
 * @typedef {object} Agent
 * @property {string} url its origin, without a slash at the end
 * @property {string} otlp the origin of its OTLP/HTTP intake
 * @property {(token?: string) => Promise<Intake[]>} evalRequests oldest first; with a token only
 *   those of that session (X-Datadog-Test-Session-Token)
 * @property {(token?: string) => Promise<any[]>} metrics the metrics of those requests
 * @property {(count: number, token?: string) => Promise<any[]>} metricsOnce waits for that many
 */

/**
 * @param {import("./scope.js").Scope} scope
 * @returns {Promise<Agent>}
 */
export async function startAgent(scope) {
  const cwd = await temporaryFolder(scope);
  for (let attempt = 1; ; attempt += 1) {
    const [port = 0, http = 0, grpc = 0] = await freePorts(3);
    const ports = ["--port", port, "--otlp-http-port", http, "--otlp-grpc-port", grpc].map(String);
    const args = [...ports, "--disable-llmobs-data-forwarding", "--snapshot-dir", cwd];
    const program = start(scope, inCheckout(".venv/bin/ddapm-test-agent"), args, { cwd });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(program, url)) return agent(url, `http://127.0.0.1:${http}`);
    if (attempt === TRIES || !/address already in use/i.test(program.said())) {
      throw new Error(`ddapm-test-agent did not start:\n${program.said()}`);
    }
  }
}

/**
 * @param {import("./program.js").Program} program
 * @param {string} url
 * @returns {Promise<boolean>} false if the program ended
 */
async function answers({ child }, url) {
  const { ok } = await eventually("the test agent", async () => {
    if (child.exitCode !== null || child.signalCode !== null) return { ok: false };
    const info = await fetch(`${url}/info`).catch(() => undefined);
    return info?.ok && { ok: true };
  });
  return ok;
}

/**
 * @param {string} url
 * @param {string} otlp
 * @returns {Agent}
 */
function agent(url, otlp) {
  const evalRequests = (/** @type {string | undefined} */ token) => requests(url, token);
  const metrics = async (/** @type {string | undefined} */ token) =>
    (await evalRequests(token)).flatMap(({ body }) => body.data.attributes.metrics);
  return {
    url,
    otlp,
    evalRequests,
    metrics,
    metricsOnce: (count, token) =>
      eventually(`${count} metrics at the test agent`, async () => {
        const arrived = await metrics(token);
        return arrived.length >= count && arrived;
      }),
  };
}

/**
 * @param {string} url
 * @param {string} [token]
 * @returns {Promise<Intake[]>}
 */
async function requests(url, token) {
  const query = token === undefined ? "" : `?test_session_token=${encodeURIComponent(token)}`;
  const answer = await fetch(`${url}/test/session/requests${query}`);
  const all = /** @type {{ url: string, headers: Record<string, string>, body: string }[]} */ (await answer.json());
  return all
    .map(({ url: address, headers, body }) => ({ path: new URL(address).pathname, headers: lowerCase(headers), body }))
    .filter(({ path }) => path.endsWith("/eval-metric"))
    .map((request) => ({ ...request, body: JSON.parse(Buffer.from(request.body, "base64").toString("utf8")) }));
}

/** @param {Record<string, string>} headers */
function lowerCase(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
