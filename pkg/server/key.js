/** Keys: each has a name and serves one algorithm, whatever a ticket's header says. */

import { decodeKey } from "./base64.js";
import { badKey } from "./error.js";

/**
 * @typedef {object} Key
 * @property {string} kid
 * @property {"HS256" | "EdDSA"} alg
 * @property {Uint8Array<ArrayBuffer>} bytes
 */

const HMAC = { name: "HMAC", hash: "SHA-256" };
const ED25519 = { name: "Ed25519" };
/** What stands before an Ed25519 private key's 32 bytes in PKCS #8: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const PKCS8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);

/**
 * Reads `kid:HS256:base64` or `kid:EdDSA:base64`, as the relay takes it in `THUMBSPAN_TICKET_KEYS`.
 *
 * @param {string} text
 * @returns {Key}
 * @throws {import("./error.js").TicketError} `bad_ticket_key`
 */
export function parse(text) {
  const [, kid = "", alg, base64 = ""] = /^([^:]*):([^:]*):(.*)$/.exec(text.trim()) ?? [];
  if (!/^[\w.-]{1,64}$/.test(kid)) throw badKey("Write the key as kid:HS256:base64, and name it by 1 to 64 ASCII letters, digits and . _ -");
  if (alg !== "HS256" && alg !== "EdDSA") throw badKey("Choose HS256 or EdDSA as the key's algorithm.");
  const bytes = decodeKey(base64);
  if (!bytes) throw badKey("Write the key's bytes in base64.");
  const [least, most] = alg === "HS256" ? [32, 1_024] : [32, 32];
  if (bytes.length < least || bytes.length > most) throw badKey("Give an HS256 key 32 to 1,024 random bytes, and an EdDSA key exactly 32.");
  return { kid, alg, bytes };
}

/**
 * @param {Key} key with EdDSA the private one
 * @param {Uint8Array<ArrayBuffer>} message
 */
export async function sign({ alg, bytes }, message) {
  const [format, data, way] = alg === "HS256" ? /** @type {const} */ (["raw", bytes, HMAC]) : /** @type {const} */ (["pkcs8", Uint8Array.of(...PKCS8, ...bytes), ED25519]);
  const key = await crypto.subtle.importKey(format, data, way, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(way, key, message));
}

/**
 * Whether the key signed the message.
 *
 * @param {Key} key with EdDSA the public one
 * @param {Uint8Array<ArrayBuffer>} message
 * @param {Uint8Array<ArrayBuffer>} signature
 */
export async function signed({ alg, bytes }, message, signature) {
  const way = alg === "HS256" ? HMAC : ED25519;
  const key = await crypto.subtle.importKey("raw", bytes, way, false, ["verify"]);
  return crypto.subtle.verify(way, key, signature, message);
}
