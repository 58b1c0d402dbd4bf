/** Base64: https://www.rfc-editor.org/rfc/rfc4648 */

/**
 * As JWS writes it: URL-safe, without padding.
 *
 * @param {Uint8Array} bytes
 */
export function encode(bytes) {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * As JWS reads it: each text has one reading, and each reading one text.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function decode(text) {
  const bytes = /^[\w-]*$/.test(text) ? read(text) : undefined;
  return bytes && encode(bytes) === text ? bytes : undefined;
}

/**
 * A key as people copy it: either alphabet, with padding or without.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export const decodeKey = (text) => decode(text.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_"));

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
function read(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
