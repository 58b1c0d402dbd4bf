/** Why a ticket or a key is refused. */

/** The code is stable, the same as in the relay's answers; the message says what to do and quotes nothing. */
export class TicketError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "TicketError";
    this.code = code;
  }
}

/** @param {string} claim */
export const badClaim = (claim) => new TicketError("ticket_bad_claim", `Correct the claim ${claim}: see docs/tickets.md.`);

export const malformed = () => new TicketError("ticket_malformed", "Pass the ticket exactly as the back end minted it: three parts with dots between.");

/** @param {string} message */
export const badKey = (message) => new TicketError("bad_ticket_key", message);
