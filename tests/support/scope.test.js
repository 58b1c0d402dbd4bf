import assert from "node:assert/strict";
import { test } from "node:test";

import { atEnd } from "./scope.js";

test("ends run last first, and all of them when one fails", async () => {
  /** @type {(() => Promise<void> | void)[]} */
  const hooks = [];
  const scope = { after: (/** @type {() => Promise<void> | void} */ end) => void hooks.push(end) };
  /** @type {string[]} */
  const order = [];
  atEnd(scope, () => void order.push("folder"));
  atEnd(scope, () => {
    order.push("relay");
    throw new Error("would not end");
  });
  atEnd(scope, async () => void order.push("page"));
  assert.equal(hooks.length, 1);
  await assert.rejects(async () => hooks[0]?.(), /would not end/);
  assert.deepEqual(order, ["page", "relay", "folder"]);
});
