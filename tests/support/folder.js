/** Folders of a test's own. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { atEnd } from "./scope.js";

/**
 * An empty folder that is removed with its scope.
 *
 * @param {import("./scope.js").Scope} scope
 * @returns {Promise<string>}
 */
export async function temporaryFolder(scope) {
  const folder = await mkdtemp(join(tmpdir(), "thumbspan-test-"));
  atEnd(scope, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
