// The mark of a store that is not empty: what an entry may ask before it loads the outbox.

/** The name of the mark, of the database, and what those of the locks begin with. */
export const NAME = "thumbspan";

/**
 * When the newest event was stored that any tab stored; 0 when none is left, or where storage is
 * refused, as in a sandboxed iframe.
 *
 * @param {Pick<typeof globalThis, "localStorage">} world
 */
export function marked(world) {
  try {
    return Number(world.localStorage[NAME]) || 0;
  } catch {
    return 0;
  }
}

/**
 * Whether an earlier page left something unsent.
 *
 * @param {Pick<typeof globalThis, "localStorage">} [world]
 */
export function left(world = globalThis) {
  return marked(world) > 0;
}
