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
 * @param {Node} root the tree that the element is in
 */
export function watch(look, root) {
  observer ??= new MutationObserver(soon);
  for (const tree of new Set([document, root])) {
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

/** @param {() => void} look */
export function forget(look) {
  if (waiting.delete(look) && waiting.size === 0) observer?.disconnect();
}
