/** The applications of python/examples that are chats, each served by its own framework. */

import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { freePorts } from "../support/port.js";
import { start } from "../support/program.js";

/** How often another port is tried when one was taken in between. */
const TRIES = 5;

/** Where the page of each stands in for a relay. */
const RELAY = "https://feedback.example.com";

/**
 * How each is started, the file that names the relay, and where a person writes.
 *
 * @type {Record<string, { command: string, args: (port: string) => string[], names?: string, box: string }>}
 */
const CHATS = {
  gradio: { command: "python", args: () => ["app.py"], box: "textarea" },
  chainlit: {
    command: "chainlit",
    args: (port) => ["run", "app.py", "--headless", "--port", port],
    names: ".chainlit/config.toml",
    box: "#chat-input",
  },
};

export const NAMES = Object.keys(CHATS);

/**
 * Serves a copy of an example: frameworks write beside it.
 *
 * @param {import("../support/scope.js").Scope} scope
 * @param {string} name
 * @param {{ url: string }} relay
 * @returns {Promise<{ url: string, box: string }>} its origin, and what a person writes in
 */
export async function serveChat(scope, name, relay) {
  const chat = CHATS[name];
  if (chat === undefined) throw new Error(`No chat is called ${name}`);
  const cwd = await temporaryFolder(scope);
  await cp(inCheckout(`python/examples/${name}`), cwd, { recursive: true });
  if (chat.names) {
    const named = join(cwd, chat.names);
    await writeFile(named, (await readFile(named, "utf8")).replaceAll(RELAY, relay.url));
  }
  for (let attempt = 1; ; attempt += 1) {
    const [port = 0] = await freePorts(1);
    const program = start(scope, inCheckout(`target/peers/chat/bin/${chat.command}`), chat.args(String(port)), {
      cwd,
      env: { ...(await environment(scope)), THUMBSPAN_RELAY: relay.url, GRADIO_SERVER_PORT: String(port) },
    });
    if (await listens(program)) return { url: `http://127.0.0.1:${port}`, box: chat.box };
    if (attempt === TRIES || !/address already in use|Cannot find empty port/i.test(program.said())) {
      throw new Error(`${name} did not start:\n${program.said()}`);
    }
  }
}

/** @param {import("../support/scope.js").Scope} scope */
async function environment(scope) {
  const quiet = { GRADIO_ANALYTICS_ENABLED: "False", PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" };
  return { ...quiet, PYTHONPATH: inCheckout("python/src"), HOME: await temporaryFolder(scope) };
}

/** @param {import("../support/program.js").Program} program @returns {Promise<boolean>} false if the program ended */
const listens = (program) => program.until(/Running on local URL|app is available at/).then(() => true, () => false);
