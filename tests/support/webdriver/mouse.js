/** The pointer: https://www.w3.org/TR/webdriver2/#pointer-actions */

/** @typedef {{ button?: string, clickCount?: number, delay?: number }} Press */

const BUTTONS = ["left", "middle", "right"];

/** @param {number} x @param {number} y */
const to = (x, y) => ({ type: "pointerMove", x: Math.floor(x), y: Math.floor(y), duration: 0 });

/**
 * What it takes to move to a point and press.
 *
 * @param {number} x
 * @param {number} y
 * @param {Press} [press]
 */
export function clicks(x, y, { button = "left", clickCount = 1 } = {}) {
  const which = BUTTONS.indexOf(button);
  const once = [{ type: "pointerDown", button: which }, { type: "pointerUp", button: which }];
  return [to(x, y), apart(), ...Array.from({ length: clickCount }, () => once).flat()];
}

/** Within this time WebKit takes two clicks of one place for a double click, in milliseconds. */
const DOUBLE_MS = 500;

let lastClick = -Infinity;

/** What keeps a click from being the second half of a double click. */
function apart() {
  const now = performance.now();
  const duration = Math.max(0, Math.ceil(lastClick + DOUBLE_MS - now));
  lastClick = now + duration;
  return { type: "pause", duration };
}

/** @param {object[]} actions */
export const pointer = (actions) => [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }];

export class Mouse {
  #page;

  /** @param {import("./page.js").Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {number} x @param {number} y */
  move(x, y) {
    return this.#act([to(x, y)]);
  }

  /** @param {Press} [press] */
  down({ button = "left" } = {}) {
    return this.#act([{ type: "pointerDown", button: BUTTONS.indexOf(button) }]);
  }

  /** @param {Press} [press] */
  up({ button = "left" } = {}) {
    return this.#act([{ type: "pointerUp", button: BUTTONS.indexOf(button) }]);
  }

  /** @param {number} x @param {number} y @param {Press} [press] */
  click(x, y, press) {
    return this.#act(clicks(x, y, press));
  }

  /** @param {number} deltaX @param {number} deltaY */
  async wheel(deltaX, deltaY) {
    await this.#page.act([{ type: "wheel", id: "wheel", actions: [{ type: "scroll", x: 1, y: 1, deltaX, deltaY, duration: 0 }] }]);
  }

  /** @param {object[]} actions */
  #act(actions) {
    return this.#page.act(pointer(actions));
  }
}
