// A stream of the demo's relay: https://html.spec.whatwg.org/multipage/server-sent-events.html

/** @typedef {"connecting" | "open" | "lost"} State */

/**
 * Follows a stream; after a break the browser connects again by itself and goes on where it was.
 *
 * @param {string} url
 * @param {import("./list.js").List} list
 * @param {(state: State) => void} [onState]
 */
export function follow(url, list, onState = () => {}) {
  const source = new EventSource(url);
  let run = "";
  source.addEventListener("open", () => onState("open"));
  source.addEventListener("error", () => onState("lost"));
  source.addEventListener("message", ({ data, lastEventId }) => {
    const [of = ""] = lastEventId.split("-");
    // A relay that was started anew tells everything again.
    if (run && of !== run) list.clear();
    run = of;
    list.add(data);
  });
}
