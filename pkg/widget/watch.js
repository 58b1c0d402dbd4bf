// Tells elements without a target when the page changed: answers stream, and their ids come last.

const SAYS = [
  "data-llm-span-id",
  "data-llm-trace-id",
  "data-llm-session-id",
  "data-llm-ticket",
  "data-llm-feedback",
  "content",
  "id",
];

/** @type {Set<() => void>} */
const waiting = new Set();
let due = false;

/** @type {MutationObserver | undefined} */
let observer;

function tell() {
  due = false;
  for (const look of [...waiting]) look();
}

function soon() {
  if (due) return;
  due = true;
  queueMicrotask(tell);
}

/**
 * Calls `look` after each change that may bring a target, until `forget(look)`.
 *
 * @param {() => void} look
 * @param {Element} host
 */
export function watch(look, host) {
  observer ??= new MutationObserver(soon);
  // Each tree that it is in: shadow roots lie in each other.
  for (const tree of new Set([document, ...trees(host)])) {
    observer.observe(tree, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: SAYS,
    });
  }
  waiting.add(look);
}

/** @param {Element} host */
function* trees(host) {
  /** @type {Element | undefined} */
  let at = host;
  while (at) {
    /** @type {ShadowRoot} */
    const root = /** @type {ShadowRoot} */ (at.getRootNode());
    yield root;
    at = root.host;
  }
}

/** @param {() => void} look */
export function forget(look) {
  if (waiting.delete(look) && waiting.size === 0) observer?.disconnect();
}
