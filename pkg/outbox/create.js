// The outbox of one page: keeps each event until the relay has it.
//
// Who sends what: a page holds a Web Lock for each event that it answers for, from add() until the
// event is settled and out of the store, and only that page sends it. When a page dies, the browser
// frees its locks, and who flushes next takes its events over by getting them. So two live pages
// never send each other's events. Where there are no Web Locks, each flush takes what it finds: an
// event may then be posted by several pages, under its one id, by each until it has its answer.

import { NAME, marked } from "./left.js";
import { createPost } from "./post.js";
import { EVENTS, batch } from "./queue.js";
import { fault, isFinal, verdict } from "./reply.js";
import { DAY, delay, end } from "./schedule.js";
import { createStore } from "./store.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Listener} Listener */
/** @typedef {import("./reply.js").Answer} Answer */
/** @typedef {import("./reply.js").Fault} Fault */
/** @typedef {import("./store.js").Row} Row */

/**
 * The parts of the window that the outbox uses.
 *
 * @typedef {import("./post.js").World & import("./store.js").World & Pick<typeof globalThis,
 *   "addEventListener" | "clearTimeout" | "Date" | "document" | "Math" | "navigator"
 *   | "performance" | "setTimeout">} World
 */

/**
 * The sending to one URL: one request at a time.
 *
 * @typedef {object} Lane
 * @property {string} url
 * @property {number} tries that failed one after the other
 * @property {number} due how often a try was asked for since it rested; 0 at rest
 * @property {number} alone how many are sent one by one, since the relay refused them together
 * @property {ReturnType<typeof setTimeout>} [timer] of the next try
 */

const FULL = fault("outbox_full", "More than 50 events wait, so the oldest was given up.", false);
const EXPIRED = fault("expired", "The relay was not reached in time.", false);

/** How long votes wait for the store and for other tabs, in milliseconds. */
const PATIENCE = 1000;

/** The lock of an event. @param {Row} row */
const nameOf = ({ at }) => NAME + at;

// eslint-disable-next-line max-lines-per-function -- its scope is the page's state: as a closure the smallest on the wire.
export function create(/** @type {World} */ world) {
  const { document, performance, Date } = world;
  const locks = world.navigator?.locks;
  const post = createPost(world);
  const store = createStore(world);
  /** @type {Item[]} oldest first */
  let items = [];
  /** @type {Record<string, Lane>} */
  const lanes = Object.create(null);
  let isTaking = false;
  /** @type {unknown} a promise: nothing is sent before what was left is known */
  let ready;
  /** @type {(value?: unknown) => void} lets what waits for the store go */
  let release = () => {};
  let last = 0;

  /**
   * @param {string} name
   * @param {() => Promise<void>} work
   */
  const locked = async (name, work) => {
    try {
      await (locks ? locks.request(name, work) : work());
    } catch {
      // Refused, as in a sandboxed iframe.
    }
  };

  /** @type {(row: Row, listener?: Listener) => void} */
  const hold = (row, listener) => {
    const since = performance.now() - Math.max(0, Date.now() - row.at);
    const over = new Promise((/** @type {(value: void) => void} */ free) => {
      items.push({ ...row, listener, since, free });
    });
    items.sort((one, other) => one.at - other.at);
    locked(nameOf(row), () => over);
  };

  /** @type {(gone: Item[], row?: Row) => Promise<void>} */
  const drop = async (gone, row) => {
    items = items.filter((item) => !gone.includes(item));
    await store(gone.map(({ at }) => at), row);
    // Not before: whoever gets an event's lock and still finds it in the store sends it again.
    for (const { free } of gone) free();
  };

  /** @type {(item: Item, what: keyof Listener, problem?: Fault) => void} */
  const tell = ({ id, listener }, what, problem) => {
    try {
      if (listener) /** @type {any} */ (listener)[what](id, problem);
      else if (problem && !problem.retryable) {
        document.dispatchEvent(new CustomEvent("feedback-error", { bubbles: true, detail: problem }));
      }
    } catch {
      // A listener is the page's: what it throws must not stop the sending.
    }
  };

  /** @type {(ended: Item[]) => boolean} by what became of their last try; whether any is to be sent again */
  const finish = (ended) => {
    const gone = ended.filter((item) => !item.fault?.retryable);
    if (gone[0]) drop(gone);
    for (const item of ended) tell(item, item.fault ? "failed" : "sent", item.fault);
    return gone.length < ended.length;
  };

  const shed = () => {
    // What is under way has its place until the answer comes: it is not known to be lost.
    const gone = items.filter(({ flying }) => !flying).slice(0, -EVENTS);
    for (const item of gone) item.fault = FULL;
    finish(gone);
  };

  /** @type {(url: string, isFresh?: boolean) => Promise<void>} */
  const start = async (url, isFresh) => {
    const lane = (lanes[url] ??= { url, tries: 0, due: 0, alone: 0 });
    shed();
    if (isFresh) lane.tries = 0;
    if (lane.due++) return;
    for (let seen = 0; seen < lane.due; ) {
      await ready;
      seen = lane.due;
      while (await step(lane));
    }
    lane.due = 0;
  };

  /** @type {(lane: Lane) => Promise<boolean>} whether to go on at once */
  const step = async (lane) => {
    world.clearTimeout(lane.timer);
    const tried = batch(items.filter(({ url }) => url === lane.url), lane.alone);
    if (!tried[0]) return false;
    const begun = Date.now();
    for (const item of tried) item.tried = item.flying = true;
    for (const item of tried) tell(item, "tried");
    const answer = await post(lane.url, `{"events":[${tried.map(({ body }) => body)}]}`);
    return settle(lane, tried, answer, begun);
  };

  /** @type {(lane: Lane, tried: Item[], answer: Answer, begun: number) => boolean} */
  const settle = (lane, tried, answer, begun) => {
    for (const item of tried) {
      const problem = verdict(answer, item.id);
      const isOld = performance.now() - item.since > DAY || begun > item.exp;
      item.flying = false;
      item.fault = problem?.retryable && isOld ? EXPIRED : problem;
    }
    // One bad event must not take the others with it.
    const isSplit = tried.length > 1 && isFinal(answer);
    lane.alone = isSplit ? tried.length : lane.alone - 1;
    if (isSplit) return true;
    lane.tries = finish(tried) ? lane.tries + 1 : 0;
    if (lane.tries) {
      const wait = delay(lane.tries, world.Math.random(), answer.after, Date.now());
      lane.timer = world.setTimeout(() => start(lane.url), wait);
    }
    return !lane.tries;
  };

  /** Takes over what dead pages left: one page at a time, so that one gets all, in their order. */
  const take = async () => {
    isTaking = true;
    await locked(NAME, async () => {
      const before = (await store()).map(nameOf);
      const held = (await locks?.query())?.held ?? [];
      // What a live page has settled in between is gone by now.
      const rows = await store();
      const alive = [...held.map(({ name }) => name), ...items.map(nameOf)];
      for (const row of rows) {
        if (before.includes(nameOf(row)) && !alive.includes(nameOf(row))) {
          hold(row);
          start(row.url);
        }
      }
    });
    isTaking = false;
  };

  const flush = () => {
    // At hidden the page may be about to die. And not anew while the store or another tab hangs: it
    // would cost the same patience each time.
    if (!isTaking && !document.hidden) {
      const late = new Promise((resolve) => {
        release = resolve;
        world.setTimeout(resolve, PATIENCE);
      });
      ready = Promise.race([take(), late]);
    }
    if (document.hidden) release();
    for (const url in lanes) start(url, true);
  };

  const open = () => {
    if (ready) return;
    ready = true;
    world.addEventListener("online", flush);
    document.addEventListener("visibilitychange", flush);
    flush();
  };

  /** @type {(url: string, event: { id: string, ticket?: unknown }, listener: Listener, replaced?: string[]) => void} */
  const add = (url, event, listener, replaced = []) => {
    open();
    last = Math.max(Date.now(), last, marked(world)) + 1 + world.Math.random();
    const row = { id: event.id, url, body: JSON.stringify(event), at: last, exp: end(event.ticket, last) };
    hold(row, listener);
    drop(untried(replaced), row);
    start(url);
  };

  /** @type {(ids: string[]) => Item[]} */
  const untried = (ids) => items.filter((item) => !item.tried && ids.includes(item.id));

  /** @type {(ids: string[]) => void} */
  const remove = (ids) => void drop(untried(ids));

  return { add, flush, open, remove };
}
