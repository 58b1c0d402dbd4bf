// What the page says, nearest first, as the one text that the wasm decides over (src/context).

/** As FIELDS in src/context.rs: by attribute; `data-llm-` or `llm-` before it elsewhere, `_` in JSON. */
const FIELDS = ["span-id", "trace-id", "session-id", "join-key", "ticket", "ml-app", "submitter-id"];
const MARKED = "[data-llm-span-id],[data-llm-trace-id],[data-llm-session-id],[data-llm-ticket]";
const SCRIPT = "script[type='application/json'][data-llm-feedback]";

/** What the relay would refuse, by its place in a source: crates/contract/src/check/attached.rs. @type {[number, RegExp, string][]} */
const RULES = [
  [6, /^(?!.*(__|_$))[a-z\d_.:/-]{1,193}$/, "Write at most 193 lower-case letters, digits and _ - : . /, without a double or closing underscore."],
  [7, /^[^]{1,256}$/u, "Write at most 256 characters."],
];

/** @typedef {(string | null | undefined)[]} Source why it cannot be read, each of FIELDS, tags */

/** An item of a text for the wasm: see src/fields.rs. @param {string | null | undefined} said */
export const item = (said) => (said == null ? "-" : `+${said.replaceAll("\0", "\uFFFD")}`);

/** Keys and values in one item. @param {[string, string][]} entries */
export const pairs = (entries) => entries.flat().map((said) => said.replaceAll("\x01", "\uFFFD")).join("\x01");

/**
 * The page as one element sees it, or as its snapshot saw it.
 *
 * @param {Element} host
 * @param {string | undefined} relayUrl of elements that name none
 * @param {(message: string) => void} warn
 */
export function look(host, relayUrl, warn) {
  const page = host.shadowRoot ? document : [...around(host)].at(-1);
  const sources = [
    named((name) => host.getAttribute(name), attributeTags(host, warn)),
    ancestor(host),
    script(host),
    named((name) => page?.querySelector(`meta[name="llm-${name}"]`)?.getAttribute("content")),
  ];
  for (const source of sources) {
    for (const [at, rule, mend] of RULES) {
      const said = source[at];
      if (!said || rule.test(said)) continue;
      warn(`<llm-feedback> ignores ${FIELDS[at - 1]}=${JSON.stringify(said)}. ${mend}`);
      source[at] = null;
    }
  }
  const url = endpoint(host, relayUrl);
  const fault = url ? undefined : `relay="${host.getAttribute("relay")}" is not an http(s) URL. Set it to the relay's base URL, such as https://feedback.example.com.`;
  const disabled = host.matches("[disabled],:disabled") ? "" : undefined;
  const [, span, ...others] = sources.find((source) => source.slice(1, 5).some((id) => id != null)) ?? [];
  const about = span ?? others.slice(0, 3).join("\0");
  return { url, about, ticket: sources.map((source) => source[5]).find(Boolean), text: [fault, disabled, ...sources.flat()].map(item).join("\0") };
}

/** Where votes are posted. @param {Element} host @param {string | undefined} relayUrl */
function endpoint(host, relayUrl) {
  const base = host.getAttribute("relay") ?? relayUrl ?? "/";
  try {
    const url = new URL(base.replace(/\/?$/, "/v1/feedback"), document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** @param {(name: string) => string | null | undefined} ask @param {string} [tags] @returns {Source} */
const named = (ask, tags) => [null, ...FIELDS.map(ask), tags];

/** @param {Element} host @param {(message: string) => void} warn */
function attributeTags(host, warn) {
  const json = host.getAttribute("tags");
  if (json == null) return undefined;
  try {
    return texts(JSON.parse(json));
  } catch (error) {
    warn(`<llm-feedback> ignores tags=${JSON.stringify(json)}: ${/** @type {Error} */ (error).message}`);
    return undefined;
  }
}

/** The element and everything around it, out of shadow roots too. @param {Element} host */
function* around(host) {
  /** @type {Element | null | undefined} */
  let at = host;
  while (at) {
    yield at;
    at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  }
}

/** @param {Element} host */
function ancestor(host) {
  for (const at of around(host)) {
    if (at.matches(MARKED)) return named((name) => at.getAttribute(`data-llm-${name}`));
  }
  return named(() => null);
}

/**
 * The script that `context` names, else one that is a child of the element or, going outwards, of an
 * ancestor: a script deeper in an ancestor may belong to another answer.
 *
 * @param {Element} host
 * @returns {Source}
 */
function script(host) {
  const id = host.getAttribute("context");
  const found = id == null ? nearest(host) : byId(host, id);
  if (!found && id != null) return broken(`context="${id}" names no element on this page. Give the JSON script that id.`);
  try {
    const { tags, ...ids } = found ? object(JSON.parse(found.textContent ?? "")) : {};
    return named((name) => text(ids, name.replaceAll("-", "_")), tags == null ? undefined : texts(tags));
  } catch (error) {
    return broken(`The JSON of data-llm-feedback cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} why @returns {Source} */
const broken = (why) => [why, ...FIELDS.map(() => null), null];

/** @param {Element} host */
function nearest(host) {
  for (const at of around(host)) {
    // Not querySelector, which in Firefox and WebKit goes through everything in it.
    const found = [...at.children].find((one) => one.matches(SCRIPT));
    if (found) return found;
  }
  return undefined;
}

/** @param {Element} host @param {string} id */
function byId(host, id) {
  const root = /** @type {ParentNode} */ (host.getRootNode());
  return root.querySelector(`[id="${CSS.escape(id)}"]`) ?? document.getElementById(id);
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function object(value) {
  if (value && typeof value === "object" && !Array.isArray(value)) return /** @type {Record<string, unknown>} */ (value);
  throw new TypeError("Write a JSON object.");
}

/** @param {Record<string, unknown>} from @param {string} name @returns {string | null | undefined} */
function text(from, name) {
  const value = Object.hasOwn(from, name) ? from[name] : undefined;
  if (value == null || typeof value === "string") return value;
  throw new TypeError(`Write ${name} as a string: numbers above 2^53 lose digits.`);
}

/** @param {unknown} value */
const texts = (value) => {
  const from = object(value);
  return pairs(Object.keys(from).map((key) => [key, text(from, key) ?? ""]));
};
