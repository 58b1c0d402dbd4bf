// Imports a module of the single-file build only if its bytes have the hash that the importer knows, so
// that one `integrity` on the page's script tag pins everything.

/** @type {Record<string, Promise<any>>} what arrived or is on its way, by its URL */
const pinned = {};
let failures = "";

/**
 * @param {string} url
 * @param {string} integrity
 */
export function pin(url, integrity) {
  return (pinned[url] ??= load(url + failures, integrity).catch((error) => {
    delete pinned[url];
    // Browsers from before https://github.com/whatwg/html/pull/10327 remember a URL that failed.
    failures += "?";
    throw error;
  }));
}

/**
 * The preload checks the hash and puts the module where the import finds it:
 * https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload. It leaves no trace.
 *
 * @param {string} href
 * @param {string} integrity
 */
async function load(href, integrity) {
  const link = document.createElement("link");
  link.nonce = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[nonce]"))?.nonce ?? "";
  await new Promise((onload, onerror) => {
    document.head.append(Object.assign(link, { rel: "modulepreload", href, integrity, crossOrigin: "", onload, onerror }));
  }).finally(() => link.remove());
  return import(href);
}
