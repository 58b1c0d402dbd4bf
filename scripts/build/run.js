/** Commands of the build. */

import { spawnSync } from "node:child_process";

import { root } from "./paths.js";

/**
 * Runs a command in the checkout's root, its output on ours.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to our own
 */
export function run(command, args, env = {}) {
  const options = { cwd: root, env: { ...process.env, ...env } };
  const { status, signal, error } = spawnSync(command, args, { ...options, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${signal ?? `status ${status}`}`);
}

/**
 * What a command prints, without the last newline.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {string}
 */
export function output(command, args) {
  const { status, stdout, error } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
  return stdout.trimEnd();
}
