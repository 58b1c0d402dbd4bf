/** A request and its answer, as Playwright's pages tell of them. */

import { readFile } from "node:fs/promises";

/** One request that the proxy saw. */
export class Exchange {
  /** @type {Promise<Buffer>} */
  #sent;
  /** @type {Buffer[]} */
  #got = [];
  /** @type {Buffer | undefined} what was posted, once {@link read} */
  body;
  /** Whether it failed on its way. */
  failure = "";

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  constructor(request, response) {
    this.response = response;
    this.url = request.url ?? "";
    this.method = request.method ?? "GET";
    this.headers = /** @type {Record<string, string>} */ (request.headers);
    const use = this.headers["sec-fetch-dest"];
    this.isDocument = use === undefined ? /text\/html/.test(this.headers["accept"] ?? "") : /^(document|iframe)$/.test(use);
    this.#sent = request.toArray().then((parts) => Buffer.concat(parts));
    this.request = new Request(this);
    this.answer = new Response(this);
  }

  /** Waits for what is posted. */
  async read() {
    this.body = await this.#sent.catch(() => Buffer.alloc(0));
  }

  /**
   * @param {number} status
   * @param {import("node:http").IncomingHttpHeaders} headers
   */
  begin(status, headers) {
    this.status = status;
    this.answerHeaders = /** @type {Record<string, string>} */ (headers);
  }

  /** @param {Buffer} part */
  add(part) {
    this.#got.push(part);
  }

  end() {
    this.answerBody = Buffer.concat(this.#got);
    return this;
  }
}

class Request {
  #of;
  /** @param {Exchange} exchange */
  constructor(exchange) {
    this.#of = exchange;
  }
  url = () => this.#of.url;
  method = () => this.#of.method;
  headers = () => this.#of.headers;
  postData = () => this.#of.body?.toString("utf8") ?? null;
  postDataBuffer = () => this.#of.body ?? null;
  postDataJSON = () => JSON.parse(this.postData() ?? "null");
  isNavigationRequest = () => this.#of.isDocument;
  failure = () => (this.#of.failure === "" ? null : { errorText: this.#of.failure });
  response = () => Promise.resolve(this.#of.status === undefined ? null : this.#of.answer);
}

class Response {
  #of;
  /** @param {Exchange} exchange */
  constructor(exchange) {
    this.#of = exchange;
  }
  url = () => this.#of.url;
  status = () => this.#of.status ?? 0;
  ok = () => this.status() >= 200 && this.status() < 300;
  headers = () => this.#of.answerHeaders ?? {};
  request = () => this.#of.request;
  body = () => Promise.resolve(this.#of.answerBody ?? Buffer.alloc(0));
  text = async () => (await this.body()).toString("utf8");
  json = async () => JSON.parse(await this.text());
}

/** What a test does with a request that it took. */
export class Route {
  #of;
  #decided;
  /**
   * @param {Exchange} exchange
   * @param {(isAnswered: boolean) => void} decided
   */
  constructor(exchange, decided) {
    this.#of = exchange;
    this.#decided = decided;
  }
  request = () => this.#of.request;

  abort() {
    this.#of.failure = "aborted";
    this.#of.response.destroy();
    this.#decided(true);
    return Promise.resolve();
  }

  continue() {
    this.#decided(false);
    return Promise.resolve();
  }

  fallback = () => this.continue();

  /** @param {{ status?: number, contentType?: string, headers?: Record<string, string>, body?: string | Buffer, json?: unknown, path?: string }} answer */
  async fulfill({ status = 200, contentType, headers = {}, body, json, path }) {
    const type = contentType ?? (json === undefined ? undefined : "application/json");
    const given = { ...headers, ...(type !== undefined && { "content-type": type }) };
    const content = path === undefined ? (body ?? (json === undefined ? "" : JSON.stringify(json))) : await readFile(path);
    this.#of.begin(status, given);
    this.#of.add(Buffer.from(content));
    this.#of.end();
    this.#of.response.writeHead(status, given).end(content);
    this.#decided(true);
  }
}

/**
 * Whether an address is one that a test named: a RegExp, a predicate, or a glob as Playwright's.
 *
 * @param {string | RegExp | ((url: URL) => boolean)} wanted
 * @param {string} url
 */
export function isNamed(wanted, url) {
  if (typeof wanted === "function") return wanted(new URL(url));
  if (wanted instanceof RegExp) return wanted.test(url);
  const glob = wanted.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*|\*/g, (stars) => (stars === "**" ? ".*" : "[^/]*"));
  return new RegExp(`^${glob}$`).test(url);
}
