/**
 * In the page: elements by CSS, through open shadow roots, as Playwright's locators find them. Each
 * function is sent as its source, so it may use the others of inside/ alone.
 */

/** @typedef {{ compound: string, after: string }} Part `after` is the combinator before it */

/**
 * A list of selectors, each as its compounds.
 *
 * @param {string} selector
 * @returns {Part[][]}
 */
export function partsOf(selector) {
  /** @type {Part[][]} */
  const all = [[]];
  let depth = 0;
  let quote = "";
  let compound = "";
  let after = " ";
  const push = () => {
    if (compound !== "") all.at(-1)?.push({ compound, after });
    compound = "";
  };
  for (const char of selector.trim().replace(/\s*([>+~,])\s*(?![^[]*\])/g, "$1")) {
    const isInside = depth > 0 || quote !== "";
    if (quote === "" && /[[(]/.test(char)) depth += 1;
    if (quote === "" && /[\])]/.test(char)) depth -= 1;
    if (/["']/.test(char) && (quote === "" || quote === char)) quote = quote === "" ? char : "";
    if (isInside || !/[\s>+~,]/.test(char)) {
      compound += char;
      continue;
    }
    push();
    after = char === "," || /\s/.test(char) ? " " : char;
    if (char === ",") all.push([]);
  }
  push();
  return all;
}

/**
 * Every element below a root, into open shadow roots.
 *
 * @param {ParentNode} root
 * @returns {Generator<Element>}
 */
export function* below(root) {
  const shadow = /** @type {Element} */ (root).shadowRoot;
  if (shadow) yield* below(shadow);
  for (const child of root.children) {
    yield child;
    yield* below(child);
  }
}

/**
 * @param {Node} element
 * @returns {Element | null} its parent, which for a shadow root's child is the host
 */
export function above(element) {
  const parent = element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : element.parentElement;
}

/**
 * Whether the parts up to `at` end in an element, without a look above the scope.
 *
 * @param {Element} element
 * @param {Part[]} parts
 * @param {number} at
 * @param {ParentNode} scope
 * @returns {boolean}
 */
export function ends(element, parts, at, scope) {
  const part = parts[at];
  if (!part || !element.matches(part.compound)) return false;
  if (at === 0) return true;
  const fits = (/** @type {Element | null} */ other) => other !== null && ends(other, parts, at - 1, scope);
  if (part.after === "+") return fits(element.previousElementSibling);
  const step = part.after === "~" ? (/** @type {Element} */ it) => it.previousElementSibling : above;
  for (let other = element === scope ? null : step(element); other; other = other === scope ? null : step(other)) {
    if (fits(other)) return true;
    if (part.after === ">") return false;
  }
  return false;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Element[]} in the order of the document
 */
export function select(root, selector) {
  const all = partsOf(selector);
  return [...below(root)].filter((element) => all.some((parts) => ends(element, parts, parts.length - 1, root)));
}
