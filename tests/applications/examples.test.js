/** The applications of python/examples in a browser: a vote reaches the relay, on the span in the page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../e2e/page/arrived.js";
import { visit } from "../e2e/page/open.js";
import { serve } from "../support/application.js";
import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";

const file = fileScope();
const [browser, relay] = await Promise.all([launchBrowser(file), startRelay(file)]);

/** How each is served, and what a person does before there is an answer. */
const EXAMPLES = {
  fastapi: { interface: "asgi3", ask: (/** @type {import("playwright-core").Page} */ page) => page.locator("#ask").click() },
  flask: { interface: "wsgi", ask: async () => undefined },
  django: { interface: "wsgi", ask: async () => undefined },
};

for (const [name, how] of Object.entries(EXAMPLES)) {
  test(`${name}: a vote reaches the relay, on the span in the page`, async (t) => {
    const kind = /** @type {"asgi3" | "wsgi"} */ (how.interface);
    const url = await serve(t, `python/examples/${name}/app`, { env: { THUMBSPAN_RELAY: relay.url }, interface: kind });
    const opened = await visit(t, { browser, url });
    await how.ask(opened.page);
    await opened.widget.enabled();
    await opened.page.locator("p").filter({ hasText: "When does my flight leave? At 9." }).waitFor();
    const [span_id, trace_id] = await Promise.all(["span-id", "trace-id"].map((attribute) => opened.widget.host.getAttribute(attribute)));
    assert.match(`${span_id} ${trace_id}`, /^[0-9a-f]{16} [0-9a-f]{32}$/);
    await opened.widget.up.click();
    const { target } = await arrived(relay, await opened.event("sent"));
    assert.deepEqual(target, { kind: "span", span_id, trace_id });
    assert.deepEqual(opened.warnings, []);
  });
}
