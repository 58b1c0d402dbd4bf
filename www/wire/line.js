// One line of the jsonl sink, as it stands in the file.

import { linkTo } from "./answers.js";
import { code } from "./code.js";
import { element } from "./element.js";
import { tokens } from "./json.js";

const IDS = ["span_id", "trace_id", "session_id", "join_key"];

/**
 * @param {string} data an entry of /demo/lines
 * @returns {HTMLElement}
 */
export function line(data) {
  const { target } = JSON.parse(data);
  const targets = IDS.flatMap((name) => target[name] ?? []);
  const entry = element("div", "entry line");
  linkTo(entry, targets);
  entry.append(element("pre", "", element("code", "body", ...code(tokens(data), targets.slice(0, 1)))));
  return entry;
}
