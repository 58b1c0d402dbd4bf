// What outlives the page, in IndexedDB. Nothing here rejects: where the store is refused, full,
// damaged or taken away, events live in the page's memory alone.

import { NAME } from "./left.js";

/**
 * @typedef {object} Row an event as it is stored
 * @property {string} id
 * @property {string} url
 * @property {string} body its JSON: every try is the same to the byte
 * @property {number} at its key: when it was added, in milliseconds since 1970, with a fraction that
 *   tells tabs apart; a later event has a greater one, whatever the clock does
 * @property {number} exp until when the relay takes its ticket, likewise; NaN for none
 */

/** @typedef {Pick<typeof globalThis, "indexedDB" | "localStorage">} World */

/**
 * @param {World} world
 * @returns {(gone?: number[], row?: Row) => Promise<Row[]>} removes and adds in one transaction,
 *   begun in the same task once the database is open; gives what is stored then,
 *   oldest first, and no answer ever where it is known that what goes has stayed
 */
export function createStore(world) {
  /** @type {IDBDatabase | undefined} */
  let db;
  /** @type {Promise<unknown> | undefined} */
  let opening;

  const open = () =>
    new Promise((resolve) => {
      const request = world.indexedDB.open(NAME);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "at" });
      request.onsuccess = request.onerror = () => {
        db = request.result;
        // Whoever deletes the database must not wait for this page.
        if (db) db.onversionchange = db.close;
        resolve(db);
      };
    });

  /** @type {ReturnType<typeof createStore>} */
  const store = (gone = [], row) =>
    new Promise((resolve) => {
      const work = () => {
        try {
          const transaction = /** @type {IDBDatabase} */ (db).transaction(NAME, "readwrite");
          const events = transaction.objectStore(NAME);
          for (const at of gone) events.delete(at);
          if (row) events.put(row);
          const rows = events.getAll();
          // Once more: another tab may have found the store empty in between.
          rows.onsuccess = () => mark(world, rows.result.at(-1));
          transaction.oncomplete = () => resolve(rows.result);
          // A full disk refuses what adds, and with it what goes: that goes by itself then.
          transaction.onabort = () => (row ? resolve(store(gone)) : gone[0] || resolve([]));
          // A tab that is killed now has it.
          if (row) transaction.commit();
        } catch {
          // Also where opening failed; the next use opens it anew.
          db = opening = undefined;
          resolve([]);
        }
      };
      if (row) mark(world, row);
      if (db) work();
      else (opening ??= open()).then(work, work);
    });
  return store;
}

/**
 * @param {World} world
 * @param {Row | undefined} newest none when the store is empty
 */
function mark(world, newest) {
  try {
    if (newest) world.localStorage[NAME] = newest.at;
    else delete world.localStorage[NAME];
  } catch {
    // Refused or full: what is stored then waits for the next vote.
  }
}
