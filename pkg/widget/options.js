// The attributes and texts, as the texts that the wasm reads (src/options, src/text.rs).

import { item, pairs } from "./page.js";

/** In the order of KEYS in src/text.rs. */
const KEYS = "group up down rating stars faces nps npsLow npsHigh reasons comment commentHint correction correctionHint send edit close retry sending thanks withdrawn failed refused tooLong left".split(" ");

/** @param {HTMLElement} host @param {(message: string) => void} warn */
export function optionsText(host, warn) {
  for (const name of ["load", "theme", "size"]) check(host, name, warn);
  const plain = ["controls", "scale", "ask"].map((name) => host.getAttribute(name));
  return [...plain, reasons(host.getAttribute("reasons"), warn)].map(item).join("\0");
}

/** @param {Record<string, string>} texts */
export const textsText = (texts) => KEYS.map((key) => item(texts[key])).join("\0");

const WORDS = /** @type {Record<string, string>} */ ({ load: "interaction visible idle eager", theme: "auto light dark", size: "full compact" });

/** @param {HTMLElement} host @param {string} name @param {(message: string) => void} warn */
function check(host, name, warn) {
  const word = host.getAttribute(name);
  const known = WORDS[name]?.split(" ") ?? [];
  if (word != null && !known.includes(word)) warn(`<llm-feedback> does not know ${name}="${word}". Write one of: ${known.join(", ")}.`);
}

/** @param {string | null} json @param {(message: string) => void} warn */
function reasons(json, warn) {
  if (json == null) return undefined;
  try {
    const given = JSON.parse(json);
    if (!given || typeof given !== "object") throw new TypeError("it is no list and no object");
    const entries = Array.isArray(given) ? given.map((text, at) => [code(`${text}`, at), `${text}`]) : Object.entries(given).map(([key, text]) => [key, `${text}`]);
    return pairs(/** @type {[string, string][]} */ (entries));
  } catch (error) {
    warn(`<llm-feedback> ignores reasons=${JSON.stringify(json)}: write a JSON list of texts, or an object of texts by code (${/** @type {Error} */ (error).message}).`);
    return undefined;
  }
}

/** A label's end from a text; its number where the text has no Latin letter. @param {string} text @param {number} at */
function code(text, at) {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 40);
  return words || `${at + 1}`;
}
