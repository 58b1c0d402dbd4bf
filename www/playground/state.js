// What is set: kept in the URL's fragment, so that a setting can be shared as a link.

/** @typedef {{ on: string, dir: string, width: string, lang: string }} View how the element is looked at; empty: as the page */
/** @typedef {{ attributes: Map<string, string>, properties: Map<string, string>, view: View }} State */

/** What a first visit shows: an element that knows its span. */
const START = "span-id=20245611112024561111";

/** The fragment of a state in which nothing is set. */
const NOTHING = "nothing";

const VIEWS = /** @type {Record<keyof View, string[]>} */ ({ on: ["light", "dark"], dir: ["ltr", "rtl"], width: ["wide", "narrow"], lang: [] });

/**
 * @param {string} hash
 * @param {import("./attributes.js").Manifest} manifest what it does not know is left out
 * @returns {State}
 */
export function parse(hash, manifest) {
  const given = new URLSearchParams(hash.replace(/^#/, "") || START);
  const known = (/** @type {{ name: string }[]} */ all) =>
    new Map(all.flatMap(({ name }) => (given.has(name) ? [/** @type {[string, string]} */ ([name, given.get(name) ?? ""])] : [])));
  const view = { on: "", dir: "", width: "", lang: "" };
  for (const name of /** @type {(keyof View)[]} */ (Object.keys(VIEWS))) {
    const value = given.get(name) ?? "";
    if (VIEWS[name].includes(value) || (name === "lang" && /^[a-z]{2}(-[A-Za-z]{2,4})?$/.test(value))) view[name] = value;
  }
  return { attributes: known(manifest.attributes), properties: known(manifest.properties), view };
}

/** @param {State} state @returns {string} */
export function format({ attributes, properties, view }) {
  const seen = Object.entries(view).filter(([, value]) => value !== "");
  const all = new URLSearchParams([...attributes, ...properties, ...seen]).toString();
  return `#${all || NOTHING}`;
}

const WRITE_MS = 250;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Writes the fragment in a moment: browsers refuse a page that does so at every key. @param {State} state */
export function keep(state) {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", format(state)), WRITE_MS);
}
