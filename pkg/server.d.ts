// "thumbspan/server": tickets, for the back end. Node 20 and newer, or wherever there is WebCrypto.

/** What an answer came from: `llmobs.exportSpan()` of dd-trace, or the ids of any other SDK. All are strings, to the digit. */
export interface Context {
  /** The LLM span; with its trace where the SDK names it. Goes before all others. */
  spanId?: string | null;
  /** The span's trace; without a span, the target itself. */
  traceId?: string | null;
  sessionId?: string | null;
  /** A key of your own that the spans carry. */
  joinKey?: string | null;
  /** The application as its spans carry it. */
  mlApp?: string | null;
}

/** What a ticket needs beside its target and its person. */
export interface MintOptions {
  /** `kid:HS256:base64`, or `kid:EdDSA:base64` with the private key's 32 bytes. Keep it out of every page. */
  key: string;
  /** The application; no spaces. */
  issuer: string;
  /** The relay's `ticket_audience`, or those of several relays. */
  audience: string | string[];
  /** The labels that may be said, each in full; absent: all. */
  labels?: string[] | null;
  /** Seconds until it ends, at most 7 days. Default 24 hours. */
  lifetimeS?: number;
  /** Gives seconds since 1970, for tests. */
  now?: () => number;
  /** Gives as many random bytes as asked for, for tests. */
  random?: (count: number) => Uint8Array;
}

/**
 * Mints the permission to rate what a context names, for the page of one person.
 *
 * @param context what the answer came from
 * @param user the person, preferably by a pseudonym: 1 to 256 characters
 * @throws {TicketError} `bad_ticket_key`, `ticket_bad_claim`, `ticket_too_long_lived`
 * @example
 * const ticket = await mintTicket(llmobs.exportSpan(), user.pseudonym, {
 *   key: process.env.THUMBSPAN_TICKET_KEY, // 2026-11:HS256:<base64>
 *   issuer: "shop",
 *   audience: "https://relay.example",
 * });
 */
export function mintTicket(context: Context, user: string, options: MintOptions): Promise<string>;

/** What a ticket is held against. */
export interface VerifyOptions {
  /** Each `kid:HS256:base64`, or `kid:EdDSA:base64` with the public key's 32 bytes. */
  keys: string[];
  /** The receiver's own name, which must be among the ticket's `aud`. */
  audience: string;
  /** Gives seconds since 1970, for tests. */
  now?: () => number;
  /** Seconds that a ticket counts after its end. Default 0; a minute's leeway comes on top. */
  graceS?: number;
}

/** A ticket's claims: docs/tickets.md. Times are whole seconds since 1970. */
export interface Claims {
  iss: string;
  aud: string | string[];
  iat: number;
  exp: number;
  jti: string;
  sub: string;
  tgt: { kind: "span"; span_id: string; trace_id?: string | null } | { kind: "trace"; trace_id: string } | { kind: "session"; session_id: string } | { kind: "join_key"; join_key: string };
  labels?: string[];
  ml_app?: string;
}

/**
 * The claims of a ticket that one of these keys signed, for this receiver, now: what the relay does.
 *
 * @throws {TicketError} with a code that begins with `ticket_`, or `bad_ticket_key`
 */
export function verifyTicket(ticket: string, options: VerifyOptions): Promise<Claims>;

/** Why a ticket or a key is refused. */
export class TicketError extends Error {
  /** Stable, the same as in the relay's answers. */
  readonly code: string;
}
