// An answer that arrives word by word; its ids come with the last chunk, as from a real back end.

/** What the last chunk brings. */
const LAST = { span_id: "14757395258967641292" };

const WORD_MS = 35;

/** Starts each streamed answer when it comes into view. */
export function streamAnswers() {
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      void stream(/** @type {HTMLElement} */ (target));
    }
  });
  for (const text of document.querySelectorAll("[data-stream]")) seen.observe(text);
}

/** @param {HTMLElement} paragraph */
async function stream(paragraph) {
  const words = (paragraph.textContent ?? "").trim().split(/\s+/);
  // The height of the whole, so that the page below does not move.
  paragraph.style.minHeight = `${paragraph.offsetHeight}px`;
  const text = document.createTextNode("");
  paragraph.replaceChildren(text);
  for await (const word of paced(words)) text.data += text.data ? ` ${word}` : word;
  paragraph.style.minHeight = "";
  arrive(paragraph);
}

/** @param {string[]} words */
async function* paced(words) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const word of words) {
    if (!isStill) await pause(WORD_MS);
    yield word;
  }
}

/** @param {HTMLElement} paragraph */
function arrive(paragraph) {
  const answer = paragraph.closest("article");
  if (!answer) return;
  answer.dataset["llmSpanId"] = LAST.span_id;
  const shown = answer.querySelector("[data-stream-id]");
  if (shown) shown.textContent = LAST.span_id;
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
