/** The relay with its demo page, on a free port, with a store of its own. */

import { inCheckout } from "./checkout.js";
import { temporaryFolder } from "./folder.js";
import { start } from "./program.js";

/**
 * Starts `thumbspan-relay demo` as `npm start` does.
 *
 * @param {import("./scope.js").Scope} scope
 * @returns {Promise<{ url: string, program: import("./program.js").Program }>} the page's origin, without a slash at the end
 */
export async function startDemo(scope) {
  const data = await temporaryFolder(scope);
  const folders = ["--www", inCheckout("www"), "--assets", inCheckout("pkg/dist"), "--data", data];
  const env = { THUMBSPAN_LISTEN: "127.0.0.1:0" };
  const program = start(scope, inCheckout("target/debug/thumbspan-relay"), ["demo", ...folders], { env, cwd: data });
  const [, url = ""] = await program.until(/Open (http:\/\/[^\s/]+)\/ to try it/);
  return { url, program };
}
