// The playground: every attribute can be turned, and the code copied.

import { copyOnClick } from "../copy.js";
import { tabs } from "../wire/tabs.js";
import { read } from "./attributes.js";
import { fault } from "./check.js";
import { CODES, settingOf } from "./code/index.js";
import { showEvents, showWarnings } from "./said.js";
import { settings } from "./settings.js";
import { Stage } from "./stage.js";
import { keep, parse } from "./state.js";
import { view } from "./view.js";

/** @param {string} id */
function place(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const manifest = read(await (await fetch("/playground/manifest.json")).json());
const state = parse(location.hash, manifest);
const stage = new Stage(place("stage"), state);
const names = manifest.attributes.map(({ name }) => name);
const showFields = settings(manifest, state, (name) => show(name));
const showView = view(state, place("stage"), () => show(""));
const warnings = showWarnings(state, names);
showEvents(place("stage"), manifest.events);

/** @param {string} [name] of what changed; by default, all */
function show(name) {
  stage.show(name);
  showFields();
  showView();
  showCode();
  warnings();
  if (name !== undefined) keep(state);
  const isWrong = manifest.attributes.some((attribute) => fault(attribute, state.attributes.get(attribute.name)));
  if (isWrong) stage.wake();
}

function showCode() {
  const setting = settingOf(state, manifest, location.origin);
  for (const [id, write] of Object.entries(CODES)) place(`code-${id}`).querySelector("code")?.replaceChildren(write(setting));
}

/** @param {string} hash */
function become(hash) {
  const { attributes, properties, view: seen } = parse(hash, manifest);
  for (const [kind, given] of /** @type {const} */ ([["attributes", attributes], ["properties", properties]])) {
    state[kind].clear();
    for (const [name, value] of given) state[kind].set(name, value);
  }
  Object.assign(state.view, seen);
  show();
}

addEventListener("hashchange", () => become(location.hash));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(""));
place("anew").addEventListener("click", () => stage.renew());
place("reset").addEventListener("click", () => {
  become("");
  keep(state);
});
tabs();
copyOnClick(place("copy"), place("copied"), () => document.querySelector("[role=tabpanel]:not([hidden]) code")?.textContent ?? "");
copyOnClick(place("share"), place("shared"), () => location.href);
show();
document.body.dataset["ready"] = "";
