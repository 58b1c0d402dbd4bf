/** Between the browser and the servers: knows every request, as no command of WebDriver does. */

import { once } from "node:events";
import { Agent, createServer, request as ask } from "node:http";
import { connect } from "node:net";

import { insert, withHash } from "./first-script.js";
import { Exchange } from "./network.js";

/** Headers that are one connection's: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP = new Set(["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"]);

/**
 * @typedef {object} Watcher
 * @property {() => string} firstScript what runs before a page's own scripts
 * @property {() => boolean} isOffline
 * @property {(exchange: Exchange) => Promise<boolean>} asked true when it was answered by the test
 * @property {(exchange: Exchange) => void} answered
 * @property {(exchange: Exchange) => void} failed
 */

/**
 * @param {import("../scope.js").Scope} scope
 * @param {Watcher} watcher
 * @returns {Promise<string>} host and port
 */
export async function startProxy(scope, watcher) {
  const agent = new Agent({ keepAlive: false });
  const server = createServer((request, response) => void pass(request, response, { watcher, agent }));
  // A request that fails on a connection that was used before is sent again by the browser itself.
  server.maxRequestsPerSocket = 1;
  server.on("connect", tunnel);
  await once(server.listen(0, "127.0.0.1"), "listening");
  scope.after(async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
    agent.destroy();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `127.0.0.1:${port}`;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {{ watcher: Watcher, agent: Agent }} by
 */
async function pass(request, response, { watcher, agent }) {
  // An icon is no request of the page.
  if (new URL(request.url ?? "").pathname === "/favicon.ico") {
    response.writeHead(404).end();
    return;
  }
  const exchange = new Exchange(request, response);
  await exchange.read();
  if (await watcher.asked(exchange)) return;
  const fail = () => {
    watcher.failed(exchange);
    response.destroy();
  };
  if (watcher.isOffline()) {
    fail();
    return;
  }
  const headers = { ...carried(request.headers), ...(exchange.isDocument && { "accept-encoding": "identity" }) };
  const onward = ask(exchange.url, { method: exchange.method, headers, agent, setHost: false });
  onward.once("error", fail);
  onward.once("response", (answer) => give(answer, exchange, watcher));
  response.once("close", () => onward.destroy());
  onward.end(exchange.body);
}

/**
 * @param {import("node:http").IncomingMessage} answer
 * @param {Exchange} exchange
 * @param {Watcher} watcher
 */
function give(answer, exchange, watcher) {
  const { response } = exchange;
  const isPage = exchange.isDocument && /^text\/html/.test(answer.headers["content-type"] ?? "");
  const script = isPage ? watcher.firstScript() : "";
  const headers = carried(answer.headers);
  exchange.begin(answer.statusCode ?? 0, answer.headers);
  response.writeHead(answer.statusCode ?? 0, script === "" ? headers : withHash(headers, script));
  let isFirst = script !== "";
  answer.on("data", (/** @type {Buffer} */ chunk) => {
    exchange.add(chunk);
    response.write(isFirst ? insert(chunk, script) : chunk);
    isFirst = false;
  });
  answer.once("error", () => response.destroy());
  answer.once("end", () => {
    response.end();
    watcher.answered(exchange.end());
  });
}

/** @param {import("node:http").IncomingHttpHeaders} headers */
function carried(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
}

/**
 * Web sockets pass unseen.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:stream").Duplex} client
 */
function tunnel(request, client) {
  const { hostname, port } = new URL(`http://${request.url}`);
  const onward = connect(Number(port), hostname, () => {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    onward.pipe(client).pipe(onward);
  });
  for (const [one, other] of [[onward, client], [client, onward]]) one?.once("error", () => other?.destroy());
}
