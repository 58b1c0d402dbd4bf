/** The npm package as a stranger gets it: packed, and installed into a project of its own. */

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { inCheckout } from "../support/checkout.js";

const run = promisify(execFile);

/**
 * @typedef {object} Tarball
 * @property {string} path
 * @property {string[]} files the paths in it, sorted
 */

/**
 * Packs pkg.
 *
 * @param {string} folder where the tarball goes
 * @returns {Promise<Tarball>}
 */
export async function pack(folder) {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: inCheckout("pkg") });
  const [{ filename, files }] = /** @type {[{ filename: string, files: { path: string }[] }]} */ (JSON.parse(stdout));
  return { path: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/**
 * A new project with the package installed.
 *
 * @param {string} folder
 * @param {Tarball} tarball
 * @param {Record<string, string>} sources the project's files, by path
 * @returns {Promise<string>} the project's folder
 */
export async function project(folder, tarball, sources) {
  const home = join(folder, "project");
  await mkdir(home);
  const manifest = { name: "project", private: true, type: "module" };
  const all = { ...sources, "package.json": JSON.stringify(manifest) };
  await Promise.all(Object.entries(all).map(([path, source]) => writeFile(join(home, path), source)));
  await run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball.path], { cwd: home });
  return home;
}
