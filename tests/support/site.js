/** Web servers of a test's own: another origin, and scripted answers. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { atEnd } from "./scope.js";

const TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
});

/**
 * Serves HTTP on a free port until the scope ends.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {import("node:http").RequestListener} answer
 * @returns {Promise<string>} the origin, without a slash at the end
 */
export async function serve(scope, answer) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(scope, async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return `http://127.0.0.1:${address.port}`;
}

/**
 * Serves the files of a folder; `pages` are further files, by their path.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} folder
 * @param {{ headers?: Record<string, string>, pages?: Record<string, string> }} [options]
 * @returns {Promise<string>} the origin
 */
export function serveFolder(scope, folder, { headers = {}, pages = {} } = {}) {
  return serve(scope, async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    const body = pages[path] ?? (await readFile(join(folder, path)).catch(() => undefined));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": type, ...headers }).end(body);
  });
}
