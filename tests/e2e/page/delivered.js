/** What a demo's relay delivered, as its page is told: https://html.spec.whatwg.org/multipage/server-sent-events.html */

import { eventually } from "../../support/poll.js";
import { atEnd } from "../../support/scope.js";

/**
 * Follows the lines of the demo's jsonl sink until the scope ends.
 *
 * @param {import("../../support/scope.js").Scope} scope
 * @param {string} url the demo's origin
 * @returns {Promise<{ count: () => number, next: (count: number) => Promise<any> }>} how many there are, and the one after so many
 */
export async function followDelivered(scope, url) {
  const end = new AbortController();
  const { body } = await fetch(`${url}/demo/lines`, { signal: end.signal });
  if (!body) throw new Error("the demo tells no lines");
  /** @type {any[]} */
  const all = [];
  const reading = read(body, (line) => all.push(line)).catch((error) => {
    if (!end.signal.aborted) throw error;
  });
  atEnd(scope, () => {
    end.abort();
    return reading;
  });
  return { count: () => all.length, next: (count) => eventually("the vote at the sink", () => all[count]) };
}

/** @param {ReadableStream<Uint8Array>} body @param {(line: any) => void} add */
async function read(body, add) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data:")) add(JSON.parse(line.slice(5)));
  }
}
