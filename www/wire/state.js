// Whether the view is live, in words.

const WORDS = { connecting: "Connecting", open: "Live", lost: "The relay is away. Waiting for it" };

/** @param {import("./feed.js").State} state */
export function showState(state) {
  const shown = document.querySelector("[data-feed]");
  if (!(shown instanceof HTMLElement)) return;
  shown.dataset["feed"] = state;
  shown.textContent = WORDS[state];
}
