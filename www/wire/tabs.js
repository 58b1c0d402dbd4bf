// Tabs: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/

/** Wires the page's tabs. */
export function tabs() {
  const all = [...document.querySelectorAll("[role=tab]")].filter((tab) => tab instanceof HTMLElement);
  for (const [index, tab] of all.entries()) {
    tab.addEventListener("click", () => choose(all, tab));
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      const next = step === 0 ? undefined : all.at((index + step) % all.length);
      if (!next) return;
      choose(all, next);
      next.focus();
    });
  }
}

/**
 * @param {HTMLElement[]} all
 * @param {HTMLElement} chosen
 */
function choose(all, chosen) {
  for (const tab of all) {
    const isChosen = tab === chosen;
    tab.ariaSelected = String(isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !isChosen;
  }
}
