/** Python applications, each a web server of its own. */

import { basename, dirname } from "node:path";

import { inCheckout } from "./checkout.js";
import { eventually } from "./poll.js";
import { freePorts } from "./port.js";
import { start } from "./program.js";

/** How often another port is tried when one was taken in between. */
const TRIES = 5;

/**
 * Serves an application with what the package's own tests have installed.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} file below the checkout, without .py; its application is named `app`
 * @param {{ env?: Record<string, string>, interface?: "asgi3" | "wsgi" }} [options]
 * @returns {Promise<string>} its origin
 */
export async function serve(scope, file, { env = {}, interface: kind = "asgi3" } = {}) {
  const python = inCheckout("target/python/bin/python");
  const paths = { PYTHONPATH: inCheckout("python/src"), PYTHONDONTWRITEBYTECODE: "1" };
  const [module, cwd] = [basename(file), inCheckout(dirname(file))];
  for (let attempt = 1; ; attempt += 1) {
    const [port = 0] = await freePorts(1);
    const args = ["-m", "uvicorn", `${module}:app`, "--port", String(port), "--interface", kind, "--log-level", "warning"];
    const program = start(scope, python, args, { cwd, env: { ...paths, ...env } });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(program, url)) return url;
    if (attempt === TRIES || !/address already in use/i.test(program.said())) {
      throw new Error(`${file}.py did not start:\n${program.said()}`);
    }
  }
}

/**
 * @param {import("./program.js").Program} program
 * @param {string} url
 * @returns {Promise<boolean>} false if the program ended
 */
async function answers({ child }, url) {
  const { ok } = await eventually(url, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return { ok: false };
    return (await fetch(url).catch(() => undefined))?.ok && { ok: true };
  });
  return ok;
}
