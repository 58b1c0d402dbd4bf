/** Keys, pressed as the protocol presses them: https://www.w3.org/TR/webdriver2/#keyboard-actions */

/** Keys that are no character, as Playwright names them. */
const KEYS = /** @type {Record<string, string>} */ ({
  Alt: "\uE00A",
  ArrowDown: "\uE015",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
  ArrowUp: "\uE013",
  Backspace: "\uE003",
  Control: "\uE009",
  ControlOrMeta: "\uE009",
  Delete: "\uE017",
  End: "\uE010",
  Enter: "\uE006",
  Escape: "\uE00C",
  Home: "\uE011",
  Insert: "\uE016",
  Meta: "\uE03D",
  PageDown: "\uE00F",
  PageUp: "\uE00E",
  Shift: "\uE008",
  Space: " ",
  Tab: "\uE004",
});

/** @param {string} key */
function value(key) {
  const found = KEYS[key] ?? key;
  if ([...found].length !== 1) throw new Error(`there is no key ${key}`);
  return found;
}

/** @param {"keyDown" | "keyUp"} type @param {string[]} keys */
const each = (type, keys) => keys.map((key) => ({ type, value: value(key) }));

export class Keyboard {
  #page;

  /** @param {import("./page.js").Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {string} keys such as "Tab" or "Control+Enter" */
  press(keys) {
    const all = keys === "+" ? ["+"] : keys.split("+");
    return this.#act([...each("keyDown", all), ...each("keyUp", all.toReversed())]);
  }

  /** @param {string} key */
  down(key) {
    return this.#act(each("keyDown", [key]));
  }

  /** @param {string} key */
  up(key) {
    return this.#act(each("keyUp", [key]));
  }

  /** Key by key. @param {string} text */
  type(text) {
    return this.#act([...text].flatMap((char) => {
      const key = char === "\n" ? "Enter" : char;
      return [...each("keyDown", [key]), ...each("keyUp", [key])];
    }));
  }

  /** All at once, as a paste or an input method does. @param {string} text */
  async insertText(text) {
    await this.#page.evaluate('document.execCommand("insertText", false, given[0])', text);
  }

  /** @param {object[]} actions */
  #act(actions) {
    return this.#page.act([{ type: "key", id: "keyboard", actions }]);
  }
}
