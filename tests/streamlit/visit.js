/** An app as a person meets it, with what Python wrote on its page. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";

import { inCheckout } from "../support/checkout.js";
import { eventually } from "../support/poll.js";
import { atEnd } from "../support/scope.js";
import { Widget } from "../e2e/page/widget.js";

/**
 * Opens a page of an app; it closes with the test, which fails if a script of the page threw.
 *
 * @param {import("../support/scope.js").Scope} scope
 * @param {import("playwright-core").Browser | import("playwright-core").BrowserContext} browser
 * @param {string} url
 */
export async function visit(scope, browser, url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const visited = new Visited(page);
  atEnd(scope, async () => {
    await page.close();
    assert.deepEqual(visited.faults, [], "a script of the page threw");
  });
  await page.goto(url);
  await visited.settled();
  return visited;
}

export class Visited {
  /** @type {string[]} what the page's scripts threw */
  faults = [];
  /** @type {string[]} every request, as method and URL */
  requests = [];
  /** What Streamlit told the browser, in which texts can be found. */
  told = "";

  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (this.told += payload.toString("latin1"))));
    page.on("request", (request) => this.requests.push(`${request.method()} ${request.url()}`));
  }

  /** Waits until the app has run and its controls are there. */
  async settled() {
    await this.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").waitFor();
    await this.page.locator("llm-feedback").first().waitFor({ state: "attached" });
  }

  /** The nth controls. @param {number} at */
  widget(at) {
    return new Widget(this.page.locator("llm-feedback").nth(at));
  }

  /** @param {string} name of a button of the app */
  async press(name) {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** What Python wrote after `name:`, now. @param {string} name @returns {Promise<any>} */
  async now(name) {
    const texts = await this.page.locator("[data-testid=stText]").allInnerTexts();
    const text = texts.find((each) => each.startsWith(`${name}: `));
    return text === undefined ? undefined : JSON.parse(text.slice(name.length + 2));
  }

  /**
   * Waits until Python has written what fits.
   *
   * @param {string} name
   * @param {(said: any) => boolean} fits
   * @returns {Promise<any>}
   */
  async python(name, fits) {
    let last;
    const ask = async () => {
      last = await this.now(name);
      return last !== undefined && fits(last) && { last };
    };
    try {
      return (await eventually(name, ask, 20_000)).last;
    } catch {
      throw new Error(`Python says ${name}: ${JSON.stringify(last)}`);
    }
  }

  /** Into target/streamlit/screenshots, for people to look at. @param {string} name */
  async picture(name) {
    const folder = inCheckout("target/streamlit/screenshots");
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ animations: "disabled", path: `${folder}/${name}.png` });
  }
}
