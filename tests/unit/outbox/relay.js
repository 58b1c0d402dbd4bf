/** A relay as a function, whose answers a test writes. */

/** @typedef {{ url: string, ids: string[], body: string, init: RequestInit, at: number }} Post */
/** @typedef {(post: Post) => Response | Promise<Response>} Reply */

export const RELAY = "https://relay.example/v1/feedback";

/** Accepts all. @type {Reply} */
export const accept = ({ ids }) => Response.json({ accepted: ids, rejected: [] }, { status: 202 });

/** No answer: the connection fails. @type {Reply} */
export const fail = () => {
  throw new TypeError("Failed to fetch");
};

/** An answer that never comes. @type {Reply} */
export const hang = () => new Promise(() => {});

/**
 * @param {number} status
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Reply}
 */
export const answer =
  (status, body = { code: `code_${status}`, message: `Status ${status}.` }, headers = {}) =>
  () =>
    Response.json(body, { status, headers });

/** @param {Reply} [reply] */
export function held(reply = accept) {
  /** @type {(value?: unknown) => void} */
  let letGo = () => {};
  const waits = new Promise((resolve) => {
    letGo = resolve;
  });
  return { reply: /** @type {Reply} */ (async (post) => (await waits, reply(post))), letGo: () => letGo() };
}

export class Relay {
  /** @type {Post[]} oldest first */
  posts = [];
  /** @type {Reply[]} taken from the front, one a request */
  next = [];
  /** @type {Reply} when there is none in front */
  always = accept;

  /** The ids of each post. */
  get ids() {
    return this.posts.map(({ ids }) => ids);
  }

  /**
   * @param {string} url
   * @param {RequestInit} init
   * @param {number} at
   */
  async take(url, init, at) {
    const body = String(init.body);
    const ids = /** @type {{ events: { id: string }[] }} */ (JSON.parse(body)).events.map(({ id }) => id);
    const post = { url, ids, body, init, at };
    this.posts.push(post);
    return (this.next.shift() ?? this.always)(post);
  }
}
