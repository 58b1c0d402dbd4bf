/** A script that runs before a page's own, put into the page on its way to the browser. */

import { createHash } from "node:crypto";

/** @param {string} script */
function element(script) {
  return `<script>${inline(script)}</script>`;
}

/** As it may stand in HTML: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements */
const inline = (/** @type {string} */ script) => script.replace(/<(?=\/script|!--)/gi, "\\x3c");

/**
 * The script after the doctype of a page that begins so.
 *
 * @param {Buffer} start
 * @param {string} script
 * @returns {Buffer}
 */
export function insert(start, script) {
  const text = start.toString("latin1");
  const at = /^(?:\xef\xbb\xbf)?\s*(?:<!doctype[^>]*>)?/i.exec(text)?.[0].length ?? 0;
  return Buffer.concat([start.subarray(0, at), Buffer.from(element(script)), start.subarray(at)]);
}

/**
 * The page's headers, so that its policy lets the script run and is otherwise as it was.
 *
 * @param {import("node:http").OutgoingHttpHeaders} headers
 * @param {string} script
 */
export function withHash(headers, script) {
  const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "content-length"));
  const policy = rest["content-security-policy"];
  if (policy === undefined) return rest;
  const hash = `'sha256-${createHash("sha256").update(inline(script)).digest("base64")}'`;
  return { ...rest, "content-security-policy": String(policy).split(",").map((one) => allowed(one, hash)).join(",") };
}

/**
 * @param {string} policy
 * @param {string} hash
 */
function allowed(policy, hash) {
  const directives = policy.split(";").map((directive) => directive.trim()).filter(Boolean);
  const of = (/** @type {string} */ name) => directives.find((directive) => directive.split(/\s+/)[0]?.toLowerCase() === name);
  const rule = of("script-src-elem") ?? of("script-src") ?? of("default-src");
  if (rule === undefined || /'unsafe-inline'/.test(rule)) return policy;
  const [name = "", ...sources] = rule.split(/\s+/);
  const own = `${name === "default-src" ? "script-src" : name} ${[...sources.filter((source) => source !== "'none'"), hash].join(" ")}`;
  const others = name === "default-src" ? directives : directives.filter((directive) => directive !== rule);
  return [...others, own].join("; ");
}
