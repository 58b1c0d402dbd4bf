/** What is run in the page: a function of the test, with the functions of inside/ to help it. */

import { answer, drainLog, encode, inTask, keepLog, unpacked } from "./inside/answer.js";
import { byText, fits, isVisible, query, textOf } from "./inside/query.js";
import { inStates, isDisabled, isHit, isStill, lyingAt, middle, pressable } from "./inside/ready.js";
import { above, below, ends, partsOf, select } from "./inside/select.js";
import { ELEMENT } from "./session.js";

const INSIDE = [
  ...[answer, drainLog, encode, inTask, unpacked, above, below, ends, partsOf, select],
  ...[byText, fits, isVisible, query, textOf],
  ...[inStates, isDisabled, isHit, isStill, lyingAt, middle, pressable],
].join("\n");

/** A reference to an element of the page. */
export class Handle {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
  }
}

/**
 * Runs a function in the page.
 *
 * @param {import("./session.js").Call} call
 * @param {Function | string} work a function, or an expression
 * @param {unknown[]} given its arguments: JSON, and {@link Handle}s in it
 * @param {{ raw?: boolean }} [how] raw: its outcome is elements, given back as {@link Handle}s
 * @returns {Promise<{ value: any, log: any[] }>} rejects with what the function threw
 */
export async function runInPage(call, work, given, { raw = false } = {}) {
  const run = typeof work === "function" ? `(${named(work)})(...given)` : `(${work})`;
  /** @type {Handle[]} */
  const handles = [];
  const plain = packed(given, handles);
  const script = `${INSIDE}\nconst given = unpacked(arguments[0], [...arguments].slice(1));\nreturn answer(() => ${run}, ${raw});`;
  const { value, log, thrown } = await call("POST", "/execute/sync", { script, args: [plain, ...handles.map(({ id }) => ({ [ELEMENT]: id }))] });
  if (thrown) throw Object.assign(errorOf(thrown), { log });
  return { value: raw ? unwrapped(value) : decoded(JSON.parse(value)), log };
}

/** A method's source is no expression by itself. @param {Function} work */
function named(work) {
  const source = String(work);
  return /^(async\s+)?(function\b|\(|[\w$]+\s*=>)/.test(source) ? source : source.replace(/^(async\s+)?/, "$1function ");
}

/** An init script as text. @param {any} script @param {unknown} arg */
export function initScript(script, arg) {
  if (typeof script === "function") return `(${named(script)})(${JSON.stringify(arg)});`;
  return typeof script === "string" ? script : String(script.content);
}

/** The first of a page's scripts, and those that a test adds. @param {string[]} added */
export function firstScript(added) {
  return [`(${keepLog})();`, ...added].join("\n");
}

/**
 * What is given, without its elements: WebKit's driver knows them only as arguments by themselves.
 *
 * @param {any} value
 * @param {Handle[]} handles to which each is added
 * @returns {any}
 */
function packed(value, handles) {
  const handle = value?.handle ?? value;
  if (handle instanceof Handle) return { $element: handles.push(handle) - 1 };
  if (Array.isArray(value)) return value.map((member) => packed(member, handles));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, packed(member, handles)]));
}

/** @param {any} value @returns {any} */
function unwrapped(value) {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (value === null || typeof value !== "object") return value;
  if (ELEMENT in value) return new Handle(value[ELEMENT]);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unwrapped(member)]));
}

/** What `encode` wrote. @param {any} value @returns {any} */
function decoded(value) {
  if (Array.isArray(value)) return value.map(decoded);
  if (value === null || typeof value !== "object") return value;
  const members = (/** @type {[string, any][]} */ entries) => Object.fromEntries(entries.map(([key, it]) => [key, decoded(it)]));
  switch (value.$) {
    case undefined: return members(Object.entries(value));
    case "undefined": return undefined;
    case "number": return Number(value.value);
    case "bigint": return BigInt(value.value);
    case "date": return new Date(value.value);
    case "error": return Object.assign(new Error(value.value[1]), { name: value.value[0] });
    default: return members(value.value);
  }
}

/** @param {{ name: string, message: string, stack: string }} thrown */
export function errorOf({ name, message, stack }) {
  const error = new Error(message);
  return Object.assign(error, { name, stack: `${name}: ${message}\n${stack}` });
}
