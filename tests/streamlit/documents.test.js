/** The first snippet of docs/streamlit.md runs as it stands. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS, startStreamlit } from "../support/streamlit.js";
import { Widget } from "../e2e/page/widget.js";

const file = fileScope();
const browser = await launchBrowser(file);

for (const version of VERSIONS) {
  test(`${version}: the snippet asks, answers, and hears what was wrong`, async (t) => {
    const [, snippet = ""] = /```python\n([^]*?)```/.exec(await readFile(inCheckout("docs/streamlit.md"), "utf8")) ?? [];
    const path = join(await temporaryFolder(t), "app.py");
    await writeFile(path, snippet);
    const relay = await startRelay(t);
    const app = await startStreamlit(t, version, path, { env: { THUMBSPAN_RELAY: relay.url } });
    const page = await browser.newPage();
    t.after(() => page.close());
    await page.goto(app.url);
    for (const question of ["When does it leave?", "And back?"]) {
      await page.getByTestId("stChatInputTextArea").fill(question);
      await page.getByTestId("stChatInputTextArea").press("Enter");
    }
    await eventually("both answers", async () => (await page.locator("llm-feedback").count()) === 2);
    await new Widget(page.locator("llm-feedback").nth(1)).down.click();
    await page.getByText("Sorry! What went wrong?").waitFor();
    const [event] = await eventually("the vote", async () => (await relay.delivered()).length > 0 && relay.delivered());
    assert.deepEqual([event.target.span_id, event.submitter.id, event.signals[0].value], ["2670203640094394356", "user-17", "down"]);
  });
}
