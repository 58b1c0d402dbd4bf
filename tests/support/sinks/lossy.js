/** A way to a backend on which answers get lost: the sender never learns what became of its request. */

import { serve } from "../site.js";

/**
 * @typedef {object} Lossy
 * @property {string} url its origin, which stands for the backend's
 * @property {(count: number) => void} lose loses the answers to so many of the next requests that the backend carries out
 * @property {() => { path: string, method: string }[]} lost those, oldest first
 * @property {() => number} passed how many requests came
 */

/** What concerns one connection alone: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const OF_A_CONNECTION = new Set(["connection", "content-length", "host", "keep-alive", "transfer-encoding", "expect"]);

/**
 * @param {import("../scope.js").Scope} scope
 * @param {string} backend its origin
 * @returns {Promise<Lossy>}
 */
export async function startLossy(scope, backend) {
  let count = 0;
  let passed = 0;
  /** @type {ReturnType<Lossy["lost"]>} */
  const lost = [];
  const url = await serve(scope, async (request, response) => {
    passed += 1;
    const { url: path = "", method = "GET" } = request;
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(`${backend}${path}`, { method, headers: endToEnd(request.headers), ...(body.length > 0 && { body }) });
    const text = Buffer.from(await answer.arrayBuffer());
    if (method !== "GET" && answer.ok && count > 0) {
      count -= 1;
      lost.push({ path, method });
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" }).end(text);
  });
  return { url, lose: (many) => void (count = many), lost: () => lost, passed: () => passed };
}

/** @param {import("node:http").IncomingHttpHeaders} headers */
function endToEnd(headers) {
  const pairs = Object.entries(headers).filter(([name]) => !OF_A_CONNECTION.has(name));
  return pairs.map(([name, value]) => /** @type {[string, string]} */ ([name, String(value)]));
}
