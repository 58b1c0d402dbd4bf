// Draws resting buttons from the template that the Leptos view made at build time: before there is any
// wasm, and without HTML as text, which a page's Trusted Types may forbid.

/** @typedef {[tag: string, attributes: Record<string, string>, ...children: (Tree | string)[]]} Tree */

/**
 * @param {Tree | string} tree
 * @param {Record<string, string>} texts what stands for `$key`
 * @returns {Node}
 */
export function draw(tree, texts) {
  const say = (/** @type {string} */ text) => (text[0] === "$" ? (texts[text.slice(1)] ?? "") : text);
  if (typeof tree === "string") return document.createTextNode(say(tree));
  const [tag, attributes, ...children] = tree;
  const element = /svg|path/.test(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, say(attributes[name] ?? ""));
  element.append(...children.map((child) => draw(child, texts)));
  return element;
}
