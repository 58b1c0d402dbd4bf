/** The real relay, on a free port, with a store of its own. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { inCheckout } from "./checkout.js";
import { temporaryFolder } from "./folder.js";
import { start } from "./program.js";

/** The one that ships, unless the tests are to have another. */
const BINARY = process.env["THUMBSPAN_TEST_RELAY"] ?? inCheckout("target/release/thumbspan-relay");

/**
 * @typedef {object} Relay
 * @property {string} url its origin, without a slash at the end
 * @property {string} data the folder with its store and its delivered lines
 * @property {import("./program.js").Program} program
 * @property {() => Promise<any[]>} delivered what its jsonl sink has written, oldest first
 */

/**
 * Starts `thumbspan-relay serve`, which serves pkg/dist and delivers to a jsonl file unless `env`
 * says otherwise, and lets every page in. A relay that is given an earlier one's `data` goes on with its store.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {{ env?: Record<string, string>, data?: string }} [options]
 * @returns {Promise<Relay>}
 */
export async function startRelay(scope, options = {}) {
  const data = options.data ?? (await temporaryFolder(scope));
  const lines = join(data, "delivered.jsonl");
  const env = {
    THUMBSPAN_LISTEN: "127.0.0.1:0",
    THUMBSPAN_STORE: `sqlite:${join(data, "store.db")}`,
    THUMBSPAN_ASSETS_DIR: inCheckout("pkg/dist"),
    THUMBSPAN_ACCESS: "open",
    THUMBSPAN_ALLOWED_ORIGINS: "*",
    THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE: "0",
    THUMBSPAN_LIMIT_APP_PER_SECOND: "0",
    THUMBSPAN_SINKS: "jsonl",
    THUMBSPAN_JSONL_PATH: lines,
    ...options.env,
  };
  const program = start(scope, BINARY, ["serve"], { env, cwd: data });
  const [, url = ""] = await program.until(/listens on (http:\/\/[^\s/]+)/);
  return { url, data, program, delivered: () => readLines(lines) };
}

/** @param {string} file */
async function readLines(file) {
  const text = await readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
