// Copying, and saying so.

const SAID_MS = 4_000;

/**
 * Makes a button copy a text; what came of it is said in the live region beside it.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} status with role="status"
 * @param {() => string} text
 */
export function copyOnClick(button, status, text) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  button.addEventListener("click", async () => {
    const isCopied = await copy(text());
    status.textContent = isCopied ? "Copied" : "Not copied. Select the text and copy it yourself.";
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = "";
    }, SAID_MS);
  });
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Where the page is not a secure context, or the browser says no.
    return copyFromBox(text);
  }
}

/** @param {string} text */
function copyFromBox(text) {
  const focused = document.activeElement;
  const box = document.createElement("textarea");
  box.className = "unseen";
  box.value = text;
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand("copy");
  box.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}
