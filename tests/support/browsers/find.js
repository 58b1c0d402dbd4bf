/** Where the browsers of this machine are. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @param {string[]} names how distributions call a program
 * @param {{ setting?: string, folders?: string[] }} [how] the variable that may hold its path; where
 *   it is, by default on the PATH
 * @returns {string}
 */
export function find(names, { setting = "", folders = (process.env["PATH"] ?? "").split(delimiter) } = {}) {
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env[setting] ?? paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`there is no ${names[0]}; run: scripts/setup-tests.sh`);
  return found;
}
