// Style sheets that every element on the page shares: adopted, so that no style-src policy hinders them.

/**
 * @param {string} css
 * @returns {() => CSSStyleSheet} made at the first call, since a server has none
 */
export function sheet(css) {
  /** @type {CSSStyleSheet | undefined} */
  let made;
  return () => {
    if (!made) {
      made = new CSSStyleSheet();
      made.replaceSync(css);
    }
    return made;
  };
}
