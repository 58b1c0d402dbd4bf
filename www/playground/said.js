// What the element says: its DOM events as they come, and its warnings.

import { code } from "../wire/code.js";
import { element } from "../wire/element.js";
import { laidOut } from "../wire/json.js";

/** More than this nobody reads. */
const MOST = 50;

/**
 * Lists the element's events, newest first.
 *
 * @param {HTMLElement} stage
 * @param {import("./attributes.js").Named[]} events
 */
export function showEvents(stage, events) {
  const list = document.querySelector("#events ol");
  const clear = document.querySelector("#events button");
  if (!list || !clear) throw new Error("the page has no list of events");
  clear.addEventListener("click", () => list.replaceChildren());
  for (const { name, meaning } of events) {
    stage.addEventListener(name, (event) => {
      const body = code(laidOut(JSON.stringify(/** @type {CustomEvent} */ (event).detail)), []);
      const at = element("time", "", new Date().toLocaleTimeString([], { hourCycle: "h23" }));
      const summary = element("summary", "", element("code", "", name), at, element("span", "from", meaning));
      list.prepend(element("li", "", element("details", "entry", summary, element("pre", "", element("code", "body", ...body)))));
      list.children[MOST]?.remove();
    });
  }
}

/** @typedef {import("./state.js").State} State */

/** What names a target: a warning that names no attribute is of these. */
const TARGETS = ["span-id", "trace-id", "session-id", "join-key", "context"];

/** What a warning is about, as it is set now. @param {State} state @param {string} name */
const now = ({ attributes }, name) => (name ? [name] : TARGETS).map((each) => attributes.get(each)).join("\n");

/**
 * Keeps what the element warns of in the console, and shows it while it is so: it says each only once.
 *
 * @param {State} state
 * @param {string[]} names of the attributes
 * @returns {() => void} shows what is still so
 */
export function showWarnings(state, names) {
  const list = document.getElementById("warnings");
  if (!list) throw new Error("the page has no list of warnings");
  /** @type {{ message: string, name: string, value: string }[]} */
  const all = [];
  const show = () => {
    const still = all.filter(({ name, value }) => now(state, name) === value);
    list.replaceChildren(...still.map(({ message }) => element("li", "", message)));
    list.hidden = still.length === 0;
  };
  const { warn } = console;
  console.warn = (...given) => {
    warn.apply(console, given);
    const message = String(given[0]);
    const name = names.find((each) => message.includes(`${each}=`)) ?? (message.includes('the reason "') ? "reasons" : "");
    all.push({ message, name, value: now(state, name) });
    show();
  };
  return show;
}
