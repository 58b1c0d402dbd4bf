// Votes of an earlier visit, as the one text that the wasm reads (src/state/earlier.rs).

import { item } from "./page.js";

/** @typedef {{ label: string, value: unknown, id?: string }} Vote */

const LABELS = { thumbs: "user_thumbs", rating: "user_rating", nps: "user_nps", comment: "user_comment", correction: "user_correction" };

/**
 * @param {unknown} value an element's `value`, or the relay's list of votes
 */
export function earlier(value) {
  const votes = Array.isArray(value) ? /** @type {Vote[]} */ (value) : fromValue(/** @type {any} */ (value ?? {}));
  return votes
    .filter((vote) => typeof vote?.label === "string" && vote.value != null && vote.value !== "")
    .flatMap(({ label, value: said, id }) => [label, `${said}`, typeof id === "string" ? id : undefined])
    .map(item)
    .join("\0");
}

/** @param {Record<string, unknown>} value @returns {Vote[]} */
function fromValue(value) {
  const votes = Object.entries(LABELS).map(([key, label]) => ({ label, value: value[key] }));
  const reasons = Array.isArray(value["reasons"]) ? value["reasons"] : [];
  return [...votes, ...reasons.map((code) => ({ label: `user_reason_${code}`, value: true }))];
}

/**
 * What the relay has under a ticket; nothing where it cannot say: restoring is a courtesy.
 *
 * @param {string | undefined} url of the feedback
 * @param {string | null | undefined} ticket
 * @returns {Promise<Vote[] | undefined>}
 */
export async function askRelay(url, ticket) {
  if (!url || !ticket) return undefined;
  try {
    const body = JSON.stringify({ ticket });
    const answer = await fetch(`${url}/restore`, { method: "POST", body, credentials: "omit", signal: AbortSignal.timeout(30_000) });
    return answer.ok ? (await answer.json()).votes : undefined;
  } catch {
    return undefined;
  }
}
