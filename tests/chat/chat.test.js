/** Gradio and Chainlit: the element is under the answer, and a vote on it reaches the relay. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../e2e/page/arrived.js";
import { visit } from "../e2e/page/open.js";
import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { NAMES, serveChat } from "./chat.js";

const file = fileScope();
const [browser, relay] = await Promise.all([launchBrowser(file), startRelay(file)]);

/**
 * Writes a question, and waits for the elements of all answers.
 *
 * @param {import("../e2e/page/open.js").Opened} opened
 * @param {string} box
 * @param {number} answers
 */
async function ask(opened, box, answers) {
  await opened.page.locator(box).first().click();
  await opened.page.keyboard.type("When does my flight leave?");
  await opened.page.keyboard.press("Enter");
  await opened.page.getByText("When does my flight leave? At 9.").nth(answers - 1).waitFor();
  await opened.page.locator("llm-feedback").nth(answers - 1).waitFor({ state: "attached" });
}

for (const name of NAMES) {
  test(`${name}: each answer has its own element, and votes reach the relay on their spans`, async (t) => {
    const { url, box } = await serveChat(t, name, relay);
    const opened = await visit(t, { browser, url });
    await ask(opened, box, 1);
    await opened.widgetAt("llm-feedback >> nth=0").up.click();
    await ask(opened, box, 2);
    await opened.widgetAt("llm-feedback >> nth=1").down.click();
    const events = await Promise.all((await opened.events("sent", 2)).map((event) => arrived(relay, event)));
    const said = events.map(({ target, signals }) => [target.kind, target.span_id, signals[0].value]);
    const ids = await opened.page.locator("llm-feedback").evaluateAll((all) => all.map((each) => each.getAttribute("span-id")));
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(said, [["span", ids[0], "up"], ["span", ids[1], "down"]]);
    assert.deepEqual(opened.warnings.filter((warning) => warning.includes("llm-feedback")), []);
  });

  test(`${name}: in the dark the element is dark`, async (t) => {
    const { url, box } = await serveChat(t, name, relay);
    const context = await browser.newContext({ colorScheme: "dark" });
    t.after(() => context.close());
    const opened = await visit(t, { browser: context, url });
    await ask(opened, box, 1);
    assert.equal(await opened.widget.host.evaluate((host) => getComputedStyle(host).colorScheme), "dark");
  });
}
