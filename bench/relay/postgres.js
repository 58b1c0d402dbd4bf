/** A PostgreSQL server of Debian's package, on a socket in a folder of its own; it syncs as an operator's does. */

import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { start } from "../../tests/support/program.js";
import { atEnd } from "../../tests/support/scope.js";

const VERSIONS = "/usr/lib/postgresql";

/** @typedef {{ database: () => Promise<string> }} Postgres `database` makes one and tells its URL */

/** The newest version's programs. */
async function programs() {
  const versions = await readdir(VERSIONS).catch(() => []);
  const newest = versions.map(Number).sort((one, other) => other - one)[0];
  if (newest === undefined) throw new Error("There is no PostgreSQL to measure with; run: sudo apt-get install postgresql");
  return join(VERSIONS, String(newest), "bin");
}

/** A server refuses to run as root: then as the user that comes with its package. @param {string} program @param {string[]} args @returns {[string, string[]]} */
function unprivileged(program, args) {
  if (process.getuid?.() !== 0) return [program, args];
  return ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, ...args]];
}

/** @param {import("../../tests/support/scope.js").Scope} scope @returns {Promise<Postgres>} */
export async function startPostgres(scope) {
  const bin = await programs();
  // In the system's folder for them: a socket's path has 107 bytes at most.
  const folder = await mkdtemp(join(tmpdir(), "thumbspan-pg-"));
  atEnd(scope, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(folder, 0o777);
  const data = join(folder, "data");
  const initialize = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", data];
  execFileSync(...unprivileged(join(bin, "initdb"), initialize), { stdio: "pipe" });
  const server = start(scope, ...unprivileged(join(bin, "postgres"), ["-D", data, "-k", folder, "-c", "listen_addresses="]));
  await server.until(/ready to accept connections/);
  let count = 0;
  const database = async () => {
    count += 1;
    execFileSync(join(bin, "createdb"), ["--host", folder, "--username", "postgres", `bench${count}`]);
    return `postgres://postgres@/bench${count}?host=${folder}`;
  };
  return { database };
}
