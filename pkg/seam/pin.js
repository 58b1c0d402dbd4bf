// Imports a module of the single-file build only if its bytes have the hash that the importer knows, so
// that one `integrity` on the page's script tag pins everything.

/**
 * The preload checks the hash and puts the module where the import finds it:
 * https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload. It leaves no trace.
 *
 * @param {string} url
 * @param {string} integrity
 */
export async function pin(url, integrity) {
  const link = document.createElement("link");
  link.nonce = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[nonce]"))?.nonce ?? "";
  await new Promise((onload, onerror) => {
    document.head.append(Object.assign(link, { rel: "modulepreload", href: url, integrity, crossOrigin: "", onload, onerror }));
  }).finally(() => link.remove());
  return import(url);
}
