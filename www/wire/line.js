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
  const targets = targetsOf(data);
  const entry = element("div", "entry line");
  const from = linkTo(entry, targets);
  entry.append(element("pre", "", element("code", "body", ...code(tokens(data), targets))), from);
  return entry;
}

/**
 * @param {string} data
 * @returns {string[]}
 */
function targetsOf(data) {
  try {
    const { target } = JSON.parse(data);
    // The first alone: a span's trace is not what was rated.
    return IDS.flatMap((name) => target[name] ?? []).slice(0, 1);
  } catch {
    // The file may hold a line that was cut off when the relay was killed.
    return [];
  }
}
