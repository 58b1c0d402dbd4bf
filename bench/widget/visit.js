/* global window */
/** One page of one contestant, in a context of its own: nothing cached, nothing stored. */

import { Buffer } from "node:buffer";
import { URL } from "node:url";

import { atEnd, openScope } from "../../tests/support/scope.js";
import { serve } from "../../tests/support/site.js";
import { watch } from "./inside/watch.js";

const TYPES = /** @type {Record<string, string>} */ ({ html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", wasm: "application/wasm", json: "application/json" });

/** Around each contestant: text that would move if something did. @param {string} content */
const around = (content) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><body style="max-width:40rem">${"<p>Station 015 counted 412 votes.</p>".repeat(3)}${content}${"<p>What came next.</p>".repeat(12)}`;

/** As the relay answers. @param {string} body */
const accepted = (body) => JSON.stringify({ accepted: JSON.parse(body).events.map((/** @type {{ id: string }} */ { id }) => id), rejected: [] });

/**
 * Serves a contestant's page and files on an origin of its own, until the scope ends.
 *
 * @param {import("../../tests/support/scope.js").Scope} scope
 * @param {import("./contestants/index.js").Contestant} contestant
 */
export function serveContestant(scope, { html, files, answer }) {
  return serve(scope, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const isVote = pathname === "/v1/feedback";
    const content = pathname === "/" ? around(searchParams.get("html") ?? html) : (files[pathname] ?? (isVote ? accepted(body) : answer?.(pathname)));
    const type = pathname === "/" ? "html" : (/\.(\w+)$/.exec(pathname)?.[1] ?? "json");
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(isVote ? 202 : 200, { "content-type": TYPES[type] }).end(content);
  });
}

/** How many requests were stopped on their way off this machine, by their origin. @type {Map<string, number>} */
export const stopped = new Map();

/**
 * A proxy for everything but loopback, which refuses it. Routing would do too, at the price of a detour
 * for each file that is measured.
 *
 * @param {import("../../tests/support/scope.js").Scope} scope
 */
export const serveRefusal = (scope) => serve(scope, (_, response) => void response.writeHead(403).end());

/** @param {import("playwright-core").Request} request */
function count(request) {
  const { protocol, hostname, origin } = new URL(request.url());
  if (/^http/.test(protocol) && hostname !== "127.0.0.1") stopped.set(origin, (stopped.get(origin) ?? 0) + 1);
}

/**
 * @typedef {object} Bench
 * @property {import("playwright-core").Browser} browser
 * @property {string} proxy of {@link serveRefusal}
 * @property {Map<import("./contestants/index.js").Contestant, string>} urls where each is served
 */

/**
 * @typedef {object} Visit
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").CDPSession} cdp
 * @property {() => Promise<Map<string, Buffer>>} files what was fetched so far by its path, without the page itself
 * @property {(path: string[]) => Promise<number>} painted
 */

/**
 * Opens a page, waits until its controls are painted and it is loaded, and closes it after the work.
 *
 * @template T
 * @param {Bench} bench
 * @param {import("./contestants/index.js").Contestant} contestant
 * @param {(visit: Visit) => Promise<T>} work
 * @param {string} [html] in the place of the contestant's own
 * @returns {Promise<T>}
 */
export async function visit({ browser, proxy, urls }, contestant, work, html) {
  const url = urls.get(contestant) ?? "";
  const scope = openScope();
  try {
    const context = await browser.newContext({ proxy: { server: proxy, bypass: "127.0.0.1" } });
    atEnd(scope, () => context.close());
    context.on("request", count);
    const tab = await context.newPage();
    const files = collect(tab);
    await watch(tab);
    await tab.goto(html ? `${url}/?html=${encodeURIComponent(html)}` : url);
    const painted = (/** @type {string[]} */ path) => tab.evaluate((way) => /** @type {any} */ (window).bench.painted(way), path);
    await painted(contestant.controls);
    return await work({ page: tab, cdp: await context.newCDPSession(tab), files, painted });
  } finally {
    await scope.end();
  }
}

/** @param {import("playwright-core").Page} page */
function collect(page) {
  /** @type {Promise<[string, Buffer] | undefined>[]} */
  const all = [];
  page.on("response", (response) => {
    const isFile = response.request().method() === "GET" && response.ok() && response.request().resourceType() !== "document";
    const body = () => response.body().then((bytes) => /** @type {[string, Buffer]} */ ([new URL(response.url()).pathname, bytes]));
    if (isFile) all.push(body());
  });
  return async () => new Map((await Promise.all(all)).filter((file) => file !== undefined));
}
