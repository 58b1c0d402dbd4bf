import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

import { eventually } from "./poll.js";
import { start } from "./program.js";
import { atEnd } from "./scope.js";

const node = process.execPath;

test("a program that fails is reported with what it said", async (t) => {
  const program = start(t, node, ["--eval", "console.error('no such key'); process.exit(3)"]);
  await assert.rejects(program.until(/listens/), /ended before it said.*no such key/s);
});

test("a program that is not there is reported by name", async (t) => {
  await assert.rejects(start(t, "/nowhere/relay", []).until(/listens/), /\/nowhere\/relay.*ENOENT/s);
});

test("no setting of the person who runs the tests reaches a program", async (t) => {
  process.env["DD_API_KEY"] = "secret";
  atEnd(t, () => void delete process.env["DD_API_KEY"]);
  const program = start(t, node, ["--eval", "console.log('key:', process.env.DD_API_KEY, process.env.GIVEN)"], {
    env: { GIVEN: "given" },
  });
  await program.until(/key: undefined given/);
});

test("a program ends when it is stopped", async (t) => {
  const program = start(t, node, ["--eval", "setInterval(() => {}, 1e6); console.log('ready')"]);
  await program.until(/ready/);
  await program.stop();
  assert.equal(program.child.signalCode, "SIGTERM");
});

test("a program ends with a test file that is told to end", async () => {
  const source = `
    import { start } from ${JSON.stringify(new URL("./program.js", import.meta.url).href)};
    const program = start({ after() {} }, process.execPath, ["--eval", "setInterval(() => {}, 1e6)"]);
    console.log(program.child.pid);
  `;
  const file = spawn(node, ["--input-type=module", "--eval", source], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = await once(file.stdout, "data");
  file.kill("SIGTERM");
  await once(file, "exit");
  await eventually("the end of the program", () => !alive(Number(pid)));
});

/** @param {number} pid */
function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
