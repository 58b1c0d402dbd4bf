// What the relay's answer means for an event. Pure.

/** @typedef {{ code: string, message: string, retryable: boolean }} Fault */

/**
 * @typedef {object} Answer
 * @property {number} status 0 when none came
 * @property {any} body its JSON, if it is; when none came, the code and message of why
 * @property {string} after its Retry-After, if any
 */

/**
 * @param {string} code
 * @param {string} message
 * @param {boolean} retryable
 * @returns {Fault}
 */
export const fault = (code, message, retryable) => ({ code, message, retryable });

/**
 * Whether the same request will get the same status: 4xx other than 408, 425 and 429; 501 and 505.
 * Any other may pass, a captive portal's 200 too.
 *
 * @param {Answer} answer
 */
export const isFinal = ({ status }) => /^4(?!08|25|29)|^50[15]/.test(`${status}`);

/**
 * @param {Answer} answer to a request that held the event
 * @param {string} id the event's
 * @returns {Fault | undefined} undefined once the relay has it
 */
export function verdict(answer, id) {
  const { status, body } = answer;
  if (status !== 202) return problem(body, !isFinal(answer));
  if ([body?.accepted].flat().includes(id)) return undefined;
  const rejected = [body?.rejected].flat().find((one) => one?.id === id);
  // Neither accepted nor rejected: nothing is known of the event, so it may be sent again.
  return problem(rejected, !rejected);
}

/**
 * @param {any} said
 * @param {boolean} retryable
 */
function problem(said, retryable) {
  if (typeof said?.code === "string" && typeof said.message === "string") {
    return fault(said.code, said.message, retryable);
  }
  return fault("bad_reply", "What answered is no Thumbspan relay. Check the relay attribute.", retryable);
}
