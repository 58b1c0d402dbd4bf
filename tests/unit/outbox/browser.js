/** A browser with pages of one origin, which share storage and locks. */

import { IDBFactory } from "fake-indexeddb";

import { create } from "../../../pkg/outbox/create.js";
import { Clock, settled } from "./clock.js";
import { Locks } from "./locks.js";
import { RELAY, Relay, accept, hang } from "./relay.js";

/** @typedef {import("../../../pkg/outbox/create.js").World} World */

export class Browser {
  clock = new Clock();
  relay = new Relay();
  locks = new Locks();
  indexedDB = new IDBFactory();
  /** @type {Record<string, string>} */
  localStorage = {};
  /** Of every page: full jitter gives its longest wait. */
  random = 1;

  /** @param {object} [changes] of the page's world */
  page(changes = {}) {
    return new Page(this, changes);
  }

  /** What is stored. @returns {Promise<any[]>} oldest first */
  async stored() {
    await settled();
    return new Promise((resolve, reject) => {
      const opening = this.indexedDB.open("thumbspan");
      opening.onerror = reject;
      opening.onsuccess = () => {
        const db = opening.result;
        const all = db.transaction("thumbspan").objectStore("thumbspan").getAll();
        all.onsuccess = () => {
          db.close();
          resolve(all.result);
        };
      };
    });
  }

  /**
   * A page is killed that has got no answer to its events: they are left in the store, and the relay works from now on.
   *
   * @param {string[]} ids
   * @param {{ url?: string, world?: object }} [how]
   */
  async leave(ids, { url = RELAY, world } = {}) {
    this.relay.always = hang;
    const page = this.page(world);
    for (const id of ids) page.add(id, { url });
    await settled(1_000);
    page.kill();
    this.relay.always = accept;
  }

  async storedIds() {
    return (await this.stored()).map(({ id }) => id);
  }
}

export class Page {
  /** @type {any[][]} what listeners were told, in order */
  told = [];
  /** @type {any[]} details of `feedback-error` on the document */
  errors = [];
  #isDead = false;
  #window = new EventTarget();

  /**
   * @param {Browser} browser
   * @param {object} changes
   */
  constructor(browser, changes) {
    this.browser = browser;
    this.document = Object.assign(new EventTarget(), { hidden: false });
    this.document.addEventListener("feedback-error", (event) => {
      this.errors.push(/** @type {CustomEvent} */ (event).detail);
    });
    this.outbox = create(/** @type {World} */ (/** @type {unknown} */ ({ ...this.#world(), ...changes })));
  }

  #world() {
    const { clock, relay, locks, indexedDB, localStorage } = this.browser;
    const alive = (/** @type {() => void} */ run) => () => this.#isDead || run();
    const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      init.signal?.throwIfAborted();
      const answered = relay.take(url, init, clock.performance.now());
      const aborted = new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
      const response = await Promise.race([answered, aborted]);
      return this.#isDead ? new Promise(() => {}) : response;
    };
    const timeout = (/** @type {number} */ ms) => {
      const control = new AbortController();
      clock.set(() => control.abort(new DOMException("", "TimeoutError")), ms);
      return control.signal;
    };
    return {
      ...{ fetch, indexedDB, localStorage, AbortSignal: { timeout } },
      ...{ document: this.document, navigator: { locks: locks.of(this) } },
      ...{ Date: clock.Date, performance: clock.performance, Math: { random: () => this.browser.random } },
      addEventListener: this.#window.addEventListener.bind(this.#window),
      setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => clock.set(alive(run), ms),
      clearTimeout: (/** @type {number} */ timer) => clock.clear(timer),
    };
  }

  /** A listener that writes down what it is told. */
  listener = {
    tried: (/** @type {string} */ id) => void this.told.push(["tried", id]),
    sent: (/** @type {string} */ id) => void this.told.push(["sent", id]),
    failed: (/** @type {string} */ id, /** @type {any} */ fault) =>
      void this.told.push(["failed", id, fault.code, fault.retryable]),
  };

  /** What listeners were told, without the tries. */
  get outcomes() {
    return this.told.filter(([what]) => what !== "tried");
  }

  /**
   * @param {string} id
   * @param {{ url?: string, replaced?: string[], [field: string]: unknown }} [more] fields of the event
   */
  add(id, { url = RELAY, replaced, ...event } = {}) {
    this.outbox.add(url, { id, ...event }, this.listener, replaced);
  }

  /** Fires `online`, as the network comes back. */
  online() {
    this.#window.dispatchEvent(new Event("online"));
  }

  /** The page is looked at, or no longer. @param {"visible" | "hidden"} state */
  show(state) {
    this.document.hidden = state === "hidden";
    this.document.dispatchEvent(new Event("visibilitychange"));
  }

  /** Ends the page in this instant: nothing of it runs on. */
  kill() {
    this.#isDead = true;
    this.browser.locks.free(this);
  }
}
