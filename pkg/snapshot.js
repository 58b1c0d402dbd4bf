/**
 * An element at the moment of a press, with all around it that may name a target: when the widget is there to read the
 * page, that may show another answer, or none.
 *
 * @param {Element} at
 * @param {Node | string} [inner] the copy of what it is around
 * @returns {Element} its copy, in a document without a window: nothing there runs, loads or changes
 */
export function snapshot(at, inner = "") {
  const copy = new Document().importNode(at);
  const outer = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  const says = [...at.children, ...document.querySelectorAll("meta")].filter((one) => one.matches("script[data-llm-feedback],meta[name^=llm-]"));
  copy.append(inner, ...says.map((one) => one.cloneNode(true)));
  if (outer) snapshot(outer, copy);
  return copy;
}
