/**
 * For the back end, in Node 20 and newer or wherever there is WebCrypto: tickets. No page loads this.
 *
 * What a ticket is: docs/tickets.md.
 */

export { TicketError } from "./server/error.js";
export { mintTicket } from "./server/mint.js";
export { verifyTicket } from "./server/verify.js";
