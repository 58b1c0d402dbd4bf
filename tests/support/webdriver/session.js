/** One session of a browser that speaks WebDriver: https://www.w3.org/TR/webdriver2/ */

import { eventually } from "../poll.js";
import { freePorts } from "../port.js";
import { start } from "../program.js";

/** How long one command may take; loading a page is the longest. */
const DEADLINE_MS = 60_000;

/** How long a browser may take to start, in milliseconds. */
const START_MS = 20_000;

/** How often a start is tried: the port may be taken in between, and the browser may not come. */
const TRIES = 5;

/** What the protocol calls a reference to an element: https://www.w3.org/TR/webdriver2/#elements */
export const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** An error as the protocol names it: https://www.w3.org/TR/webdriver2/#errors */
export class WebDriverError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** What the protocol says of an element or a document that went meanwhile. */
const GONE = new Set(["stale element reference", "no such element", "no such frame", "detached shadow root"]);

/** Whether an error only says that something went meanwhile: then it is looked for again. @param {unknown} error */
export function isGone(error) {
  return error instanceof WebDriverError && GONE.has(error.code);
}

/**
 * Starts a driver, and with it a browser.
 *
 * @param {import("../scope.js").Scope} scope
 * @param {string} command
 * @param {{ env: Record<string, string>, capabilities: object }} what
 * @returns {Promise<Session>}
 */
export async function startSession(scope, command, { env, capabilities }) {
  for (let attempt = 1; ; attempt += 1) {
    const [port = 0] = await freePorts(1);
    const program = start(scope, command, [`--port=${port}`], { env });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(program, url)) {
      const session = await Session.begin(url, capabilities).catch(whenLate);
      if (session) return session;
    }
    if (attempt === TRIES) throw new Error(`${command} did not start:\n${program.said()}`);
    await program.stop();
  }
}

/** A browser that does not come is started anew; any other fault is told. @param {unknown} error */
function whenLate(error) {
  if (error instanceof WebDriverError && error.code === "timeout") return undefined;
  throw error;
}

/**
 * @param {import("../program.js").Program} program
 * @param {string} url
 * @returns {Promise<boolean>} false if the program ended
 */
async function answers({ child }, url) {
  const { ok } = await eventually("the driver", async () => {
    if (child.exitCode !== null || child.signalCode !== null) return { ok: false };
    return (await fetch(`${url}/status`).catch(() => undefined))?.ok && { ok: true };
  });
  return ok;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {unknown} [body]
 */
async function send(method, url, body, deadline = DEADLINE_MS) {
  const signal = AbortSignal.timeout(deadline);
  const given = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(url, { method, signal, ...(given !== undefined && { body: given }) }).catch((error) => {
    throw new WebDriverError(signal.aborted ? "timeout" : "unknown error", `${method} ${url}: ${error.message}; ${given?.slice(-300)}`);
  });
  const { value } = /** @type {any} */ (await answer.json());
  if (!answer.ok) throw new WebDriverError(value.error, value.message);
  return value;
}

export class Session {
  /** Commands wait for each other: a window and a frame are the session's. */
  #last = /** @type {Promise<unknown>} */ (Promise.resolve());

  /** The window that commands go to. */
  #window = "";

  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /**
   * @param {string} url of the driver
   * @param {object} capabilities
   */
  static async begin(url, capabilities) {
    const { sessionId } = await send("POST", `${url}/session`, { capabilities: { alwaysMatch: capabilities } }, START_MS);
    return new Session(`${url}/session/${sessionId}`);
  }

  /**
   * Runs commands without another's in between.
   *
   * @template T
   * @param {(call: Call) => Promise<T>} work
   * @param {string} [window] where; by default wherever the last were
   * @returns {Promise<T>}
   */
  run(work, window = this.#window) {
    const call = /** @type {Call} */ ((method, path, body) => send(method, `${this.url}${path}`, body));
    const mine = this.#last.then(async () => {
      if (window !== this.#window) await call("POST", "/window", { handle: window });
      this.#window = window;
      return work(call);
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async end() {
    await this.#last;
    await send("DELETE", this.url);
  }
}

/** @typedef {(method: string, path: string, body?: unknown) => Promise<any>} Call one command, by its path below the session */
