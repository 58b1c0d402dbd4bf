/** Where the browsers of this machine are. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The folders of the PATH. */
export function onPath() {
  return (process.env["PATH"] ?? "").split(delimiter);
}

/**
 * @param {string} setting the name of the variable that may hold the program's path
 * @param {string[]} names how distributions call it
 * @param {string[]} [folders] where they put it
 * @returns {string}
 */
export function find(setting, names, folders = onPath()) {
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env[setting] ?? paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`there is no ${names[0]}; run: scripts/setup-tests.sh`);
  return found;
}
