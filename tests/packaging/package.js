/** The npm package as a stranger gets it: packed, and installed into a project of its own. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { inCheckout } from "../support/checkout.js";

const run = promisify(execFile);

/** No lock is written, no script of a package is run, nothing is asked of the network that npm has already. */
const QUIETLY = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];

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
  await run("npm", ["install", "--offline", ...QUIETLY, tarball.path], { cwd: home });
  return home;
}

/** The relay that the fixtures and the documents name. */
export const EXAMPLE = "https://feedback.example.com";

/**
 * A fixture of this folder in a folder of its own: with the dependencies that its lock names, the package,
 * and a relay in the place of the example's.
 *
 * @param {string} folder
 * @param {Tarball} tarball
 * @param {string} name
 * @param {string} relay its URL
 * @returns {Promise<string>} the project's folder
 */
export async function fixture(folder, tarball, name, relay) {
  const home = join(folder, name);
  await cp(inCheckout(`tests/packaging/${name}`), home, { recursive: true });
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  for (const file of entries.filter((entry) => entry.isFile())) await edit(join(file.parentPath, file.name), EXAMPLE, relay);
  await run("npm", ["install", "--no-save", ...QUIETLY, tarball.path], { cwd: home });
  await checkLock(home);
  return home;
}

/**
 * Sees that whatever is installed is in the lock, as `npm ci` does. That itself wants the packages of every
 * platform in the lock, which not every registry has.
 *
 * @param {string} home
 */
async function checkLock(home) {
  const [lock, installed] = await Promise.all(["package-lock.json", "node_modules/.package-lock.json"].map((path) => packagesOf(join(home, path))));
  const strays = Object.keys(installed ?? {}).filter((path) => installed?.[path]?.version !== lock?.[path]?.version);
  assert.deepEqual(strays, ["node_modules/thumbspan"], "what is installed beside what the lock names");
}

/**
 * @param {string} path
 * @returns {Promise<Record<string, { version: string }>>}
 */
async function packagesOf(path) {
  return JSON.parse(await readFile(path, "utf8")).packages;
}

/**
 * Replaces a text in a file, wherever it stands.
 *
 * @param {string} path
 * @param {string} from
 * @param {string} to
 * @returns {Promise<boolean>} whether it stood there
 */
export async function edit(path, from, to) {
  const source = await readFile(path, "utf8");
  if (!source.includes(from)) return false;
  await writeFile(path, source.replaceAll(from, to));
  return true;
}

/**
 * Runs a script of a project.
 *
 * @param {string} home
 * @param {string} script
 * @returns {Promise<string>} what it said
 * @throws with what it said, if it failed
 */
export async function runScript(home, script) {
  const { stdout, stderr } = await run("npm", ["run", script], { cwd: home }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  return stdout + stderr;
}
