/** A relay whose answers a test writes: the peer that misbehaves. */

import { serve } from "./site.js";

/**
 * What to do with a post of feedback. A body that depends on the events is a function of them.
 *
 * @typedef {"accept" | "hang" | "close" | { status: number, headers?: Record<string, string>, body?: unknown }} Plain
 * @typedef {Plain | { after: Promise<unknown>, answer: Plain }} Answer
 */

/**
 * @typedef {object} FakeRelay
 * @property {string} url its origin
 * @property {{ headers: import("node:http").IncomingHttpHeaders, text: string, events: any[] }[]} posts
 *   what was posted to /v1/feedback, oldest first
 * @property {Answer[]} answers taken from the front, one a post; when empty, `accept`
 */

/**
 * An answer that is given when the test lets it go.
 *
 * @param {Plain} [answer]
 */
export function held(answer = "accept") {
  /** @type {(value?: unknown) => void} */
  let letGo = () => {};
  const after = new Promise((resolve) => {
    letGo = resolve;
  });
  return { after, answer, letGo };
}

const CORS = { "access-control-allow-origin": "*", "access-control-expose-headers": "retry-after" };

/**
 * @param {import("./scope.js").Scope} scope
 * @param {...Answer} answers
 * @returns {Promise<FakeRelay>}
 */
export async function startFakeRelay(scope, ...answers) {
  /** @type {FakeRelay["posts"]} */
  const posts = [];
  const url = await serve(scope, async (request, response) => {
    if (request.method !== "POST" || request.url !== "/v1/feedback") {
      response.writeHead(404, CORS).end();
      return;
    }
    const text = Buffer.concat(await request.toArray()).toString("utf8");
    const events = /** @type {{ events: any[] }} */ (JSON.parse(text)).events;
    posts.push({ headers: request.headers, text, events });
    const answer = answers.shift() ?? "accept";
    reply(await plain(answer), events, response);
  });
  return { url, posts, answers };
}

/**
 * @param {Answer} answer
 * @returns {Promise<Plain>} when a test that holds it lets it go
 */
async function plain(answer) {
  if (typeof answer === "string" || !("after" in answer)) return answer;
  await answer.after;
  return answer.answer;
}

/**
 * @param {Plain} answer
 * @param {any[]} events
 * @param {import("node:http").ServerResponse} response
 */
function reply(answer, events, response) {
  if (answer === "hang") return;
  if (answer === "close") {
    response.destroy();
    return;
  }
  const accepted = { status: 202, body: { accepted: events.map(({ id }) => id), rejected: [] } };
  const { status, headers = {}, body } = answer === "accept" ? { ...accepted, headers: {} } : answer;
  const written = typeof body === "function" ? body(events) : body;
  response.writeHead(status, { ...CORS, "content-type": "application/json", ...headers });
  response.end(written === undefined ? "" : JSON.stringify(written));
}
