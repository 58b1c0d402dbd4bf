import assert from "node:assert/strict";
import { join } from "node:path";

import { start } from "../../support/program.js";
import { testFramework } from "./framework.js";

/**
 * Starts the built application, and sees that its server renders the element.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} home
 */
async function site(t, home) {
  const args = ["start", "--hostname", "127.0.0.1", "--port", "0"];
  const next = start(t, join(home, "node_modules/.bin/next"), args, { cwd: home, env: { NEXT_TELEMETRY_DISABLED: "1" } });
  const [url] = await next.until(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
  await next.until(/Ready/);
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /<llm-feedback span-id="20245611112024561111"[^>]* scale="faces"[^>]*><\/llm-feedback>/);
  assert.doesNotMatch(next.said(), /error|⨯/i);
  return url;
}

await testFramework({
  name: "next",
  template: "app/Answer.tsx",
  types: "app/types.ts",
  mistakes: [
    ['scale="faces"', 'scale="hearts"', `Type '"hearts"' is not assignable`],
    ["event.detail.id", "event.detail.idea", "Property 'idea' does not exist on type 'FeedbackEvent'"],
  ],
  site,
});
