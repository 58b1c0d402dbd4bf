/** One element as a person meets it. */

import { BROWSER } from "../../support/browser.js";

/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {"idle" | "sending" | "thanks" | "withdrawn" | "failed" | "refused" | "too-long"} Phase */

export class Widget {
  /** @param {Locator} host the `<llm-feedback>` */
  constructor(host) {
    this.host = host;
    this.frame = host.locator("fieldset[part=frame]");
    this.up = host.locator(".up");
    this.down = host.locator(".down");
    this.stars = host.locator(".stars [role=radio]");
    this.points = host.locator(".point");
    this.reasons = host.locator(".reason");
    this.more = host.locator(".more");
    this.box = host.locator(".comment");
    this.text = host.locator(".comment textarea");
    this.correction = host.locator(".correction textarea");
    this.counter = host.locator(".comment [part=counter]");
    this.send = host.locator(".send");
    this.close = host.locator(".close");
    this.edit = host.locator(".edit");
    this.ask = host.locator(".ask");
    this.status = host.locator(".status[role=status]");
    this.retry = host.locator(".retry");
  }

  /** @param {number} stars 1 to 5 */
  star(stars) {
    return this.stars.nth(stars - 1);
  }

  /** @param {string} text */
  reason(text) {
    return this.reasons.filter({ hasText: text });
  }

  /**
   * Waits for a phase.
   *
   * @param {Phase} phase
   * @returns {Promise<string>} what the live region says in it
   */
  async phase(phase) {
    const status = this.host.locator(`.status[role=status][data-phase=${phase}]`);
    await status.waitFor({ state: "attached" });
    return status.innerText();
  }

  /** Waits until it takes votes: an enabled frame is empty where its buttons are still on their way. */
  async enabled() {
    await this.host.locator("fieldset[part=frame]:enabled:not(:empty)").waitFor();
  }

  async disabled() {
    await this.host.locator("fieldset[part=frame]:disabled").waitFor();
  }

  /** Waits until the widget itself is there, without choosing anything. */
  async wake() {
    await this.frame.hover();
    await this.status.waitFor({ state: "attached" });
  }

  /** The thumb that is pressed, by its aria-pressed. */
  async thumb() {
    const pressed = this.host.locator(".thumbs [aria-pressed=true]");
    const classes = await pressed.evaluateAll((all) => all.map((button) => button.className));
    return classes.join(" ");
  }

  /** The star that is checked, by its name; null when none is. */
  async rating() {
    const checked = await this.host.locator("[aria-checked=true]").all();
    if (checked.length > 1) throw new Error(`${checked.length} stars are checked`);
    return (await checked[0]?.getAttribute("title")) ?? null;
  }

  /** Types a comment and sends it. @param {string} text */
  async say(text) {
    // A script can fill the very box that is being replaced; a person's keys go to what has the focus.
    if ((await this.status.count()) === 0) await this.wake();
    await this.text.fill(text);
    await this.send.click();
  }

  /** What the host has as its value. */
  value() {
    return this.host.evaluate((host) => /** @type {any} */ (host).value);
  }
}

/**
 * Clicks twice, as one who double-clicks everything.
 *
 * @param {Locator} button
 */
export async function doubleClick(button) {
  if (BROWSER === "chromium") {
    await button.dblclick();
    return;
  }
  // Firefox's protocol counts each click as a first one, and WebKit by how fast they come: https://www.w3.org/TR/uievents/#event-type-click
  await button.evaluate((element) => {
    for (const detail of [1, 2]) element.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, cancelable: true, detail }));
  });
}
