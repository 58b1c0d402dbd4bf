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
    // What had the focus goes: it returns to the vote, not to the top of the page.
    if (!isOpen && panel.contains(root.activeElement)) focusVote(root);
    if (isOpen && panel.popover) addEventListener("pointerdown", outside, true);
    else removeEventListener("pointerdown", outside, true);
    if (panel.popover && panel.isConnected && panel.matches(":popover-open") !== isOpen) panel.togglePopover(isOpen);
  };
  new MutationObserver(follow).observe(panel, { attributeFilter: ["data-open"] });
  follow();
  return follow;
}

/** @param {ShadowRoot} root */
function focusVote(root) {
  const vote = root.querySelector("[aria-pressed=true],[aria-checked=true]") ?? root.querySelector("button");
  /** @type {HTMLElement | null} */ (vote)?.focus({ preventScroll: true });
}
