// The follow-up opens over what is below it and moves nothing: in the top layer, where neither the
// page's overflow nor its stacking reaches. Without anchor positioning it opens in the flow.

const CAN_FLOAT = globalThis.CSS?.supports("position-area:bottom") && "popover" in HTMLElement.prototype;

/**
 * Follows the panel's `data-open`. Gives what follows it once more: a move closes what is in the top layer.
 *
 * @param {ShadowRoot} root
 * @param {boolean} isAlone there is no row of votes: the panel is all there is
 */
export function float(root, isAlone) {
  const panel = /** @type {HTMLElement | null} */ (root.querySelector(".more"));
  if (!panel) return undefined;
  if (CAN_FLOAT && !isAlone) panel.popover = "manual";
  // A click elsewhere closes what lies over the page; what was being written stays.
  const outside = (/** @type {Event} */ event) => {
    if (!panel.isConnected || !event.composedPath().includes(root.host)) close();
  };
  const close = () => {
    removeEventListener("pointerdown", outside, true);
    /** @type {HTMLElement | null} */ (panel.querySelector(".close"))?.click();
  };
  const follow = () => {
    const isOpen = panel.dataset["open"] === "true";
    if (isOpen && panel.popover) addEventListener("pointerdown", outside, true);
    else removeEventListener("pointerdown", outside, true);
    if (panel.popover && panel.isConnected && panel.matches(":popover-open") !== isOpen) panel.togglePopover(isOpen);
    if (isOpen && panel.popover) settle(panel);
    keepFocus(root, isOpen);
  };
  const observer = new MutationObserver(follow);
  for (const one of root.querySelectorAll(".more,.retry,.edit,.ask")) observer.observe(one, { attributeFilter: ["data-open"] });
  for (const votes of root.querySelectorAll(".thumbs,[role=radiogroup]")) {
    votes.addEventListener("keydown", (event) => {
      if (/** @type {KeyboardEvent} */ (event).key !== "Escape" || panel.dataset["open"] !== "true") return;
      event.stopPropagation();
      event.preventDefault();
      close();
    });
  }
  quiet(panel);
  follow();
  return follow;
}

/** Firefox and WebKit anchor to where a row would be without its transform. @param {HTMLElement} panel */
function settle(panel) {
  // The host may take the element away at the first sign of a vote.
  if (!panel.isConnected || !panel.parentElement) return;
  panel.style.translate = "";
  const row = panel.parentElement.getBoundingClientRect();
  const box = panel.getBoundingClientRect();
  const isBeside = Math.min(Math.abs(box.top - row.bottom), Math.abs(row.top - box.bottom)) < 16;
  if (isBeside || !isTransformed(panel)) return;
  const isMirrored = getComputedStyle(panel).direction === "rtl";
  panel.style.translate = `${isMirrored ? row.right - box.right : row.left - box.left}px ${row.bottom + 6 - box.top}px`;
}

/** @param {Element} element */
function isTransformed(element) {
  /** @type {Element | null | undefined} */
  let at = element;
  while (at) {
    const { transform, translate } = getComputedStyle(at);
    if (transform !== "none" || translate !== "none") return true;
    at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  }
  return false;
}

/** What is typed is no shortcut of the page; keydown, which has a meaning here, is the view's. @param {HTMLElement} panel */
function quiet(panel) {
  for (const type of ["keypress", "keyup"]) {
    panel.addEventListener(type, (event) => {
      if (/** @type {Element} */ (event.target).localName === "textarea") event.stopPropagation();
    });
  }
}

/**
 * What has the focus goes: it moves into what opened, or else back to the vote, not to the top of the page.
 *
 * @param {ShadowRoot} root
 * @param {boolean} isOpen
 */
function keepFocus(root, isOpen) {
  if (!root.activeElement?.closest("[data-open=false]")) return;
  const box = isOpen && root.activeElement.matches(".edit,.ask") && (root.querySelector("label[data-open=true] textarea") ?? root.querySelector(".reason"));
  const vote = root.querySelector("[aria-pressed=true],[aria-checked=true]") ?? root.querySelector("button");
  /** @type {HTMLElement | null} */ (box || vote)?.focus({ preventScroll: true });
}
