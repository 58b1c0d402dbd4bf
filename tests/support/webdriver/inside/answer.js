/** In the page: what goes back to the test, and what the page said since. */

/**
 * A value as text: JSON knows no undefined, NaN, -0 or Date.
 *
 * @param {unknown} value
 */
export function encode(value) {
  /** @type {(it: any) => unknown} */
  const plain = (it) => {
    if (it === undefined || typeof it === "function" || typeof it === "symbol") return { $: "undefined" };
    if (typeof it === "bigint" || (typeof it === "number" && (!Number.isFinite(it) || Object.is(it, -0)))) {
      return { $: typeof it, value: Object.is(it, -0) ? "-0" : String(it) };
    }
    if (it === null || typeof it !== "object") return it;
    if (it instanceof Node || it === window) return `ref: <${it === window ? "Window" : "Node"}>`;
    if (it instanceof Date) return { $: "date", value: it.getTime() };
    if (it instanceof Error) return { $: "error", value: [it.name, it.message] };
    if (Array.isArray(it)) return it.map(plain);
    const entries = Object.entries(it).map(([key, member]) => [key, plain(member)]);
    return "$" in it ? { $: "object", value: entries } : Object.fromEntries(entries);
  };
  return JSON.stringify(plain(value));
}

/**
 * What the test gave, with its elements in it again.
 *
 * @param {any} value
 * @param {Element[]} elements
 * @returns {any}
 */
export function unpacked(value, elements) {
  if (value === null || typeof value !== "object") return value;
  if ("$element" in value) return elements[value.$element];
  if (Array.isArray(value)) return value.map((member) => unpacked(member, elements));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unpacked(member, elements)]));
}

/** What the page said since the last answer. */
export function drainLog() {
  /** @type {any} */
  const all = window;
  return all[Symbol.for("thumbspan.log")]?.splice(0) ?? [];
}

/**
 * Runs something in a task of its own, as a page's scripts are run: in WebKit's own call of a test's
 * function, microtasks are done in its midst, after each callback.
 *
 * @param {() => unknown} work
 */
export function inTask(work) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    };
    port2.postMessage("");
  });
}

/**
 * @param {() => unknown} work
 * @param {boolean} isRaw whether the outcome is elements, which the protocol knows
 */
export async function answer(work, isRaw) {
  try {
    const value = await inTask(work);
    return { log: drainLog(), value: isRaw ? value : encode(value) };
  } catch (error) {
    const { name = "Error", message = String(error), stack = "" } = /** @type {any} */ (error ?? {});
    return { log: drainLog(), thrown: { name, message, stack } };
  }
}

/** The first script of every page: keeps what is said in the console, and what its scripts throw. */
export function keepLog() {
  document.currentScript?.remove();
  /** @type {unknown[]} */
  const log = [];
  Object.defineProperty(window, Symbol.for("thumbspan.log"), { value: log });
  for (const type of /** @type {const} */ (["debug", "error", "info", "log", "warn"])) {
    const say = console[type];
    console[type] = (...words) => {
      log.push({ type: type === "warn" ? "warning" : type, text: words.map(String).join(" ") });
      say.apply(console, words);
    };
  }
  const note = (/** @type {any} */ error) =>
    log.push({ thrown: { name: error?.name ?? "Error", message: error?.message ?? String(error), stack: error?.stack ?? "" } });
  addEventListener("error", ({ error, message }) => note(error ?? { message }));
  // WebKit asks for the page's icon by itself, and the page's policy may forbid it.
  const isIcon = (/** @type {SecurityPolicyViolationEvent} */ { blockedURI }) => blockedURI.endsWith("/favicon.ico");
  addEventListener("securitypolicyviolation", (event) => isIcon(event) && event.stopImmediatePropagation(), true);
  addEventListener("unhandledrejection", ({ reason }) => note(reason));
}

