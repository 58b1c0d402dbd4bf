/** The old way, the same whatever the SDK: the page has the request's `traceparent` and nothing else. */

import assert from "node:assert/strict";

import { visit } from "../e2e/page/open.js";

/**
 * Nobody can vote on an application's `/old`, and one warning says why.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").Browser} browser
 * @param {string} url of the application
 */
export async function refused(t, browser, url) {
  const opened = await visit(t, { browser, url: `${url}/old` });
  assert.equal((await opened.event("error")).code, "no_target");
  await opened.widget.disabled();
  assert.equal(opened.warnings.length, 1);
  assert.match(opened.warnings[0] ?? "", /span-id.*traceparent/s);
  assert.deepEqual(opened.posts, []);
}
