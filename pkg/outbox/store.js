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
 * @property {number} exp when its ticket ends, likewise; NaN for none
 */

/** @typedef {Pick<typeof globalThis, "indexedDB" | "localStorage">} World */

/**
 * @param {World} world
 * @returns {(gone?: number[], row?: Row) => Promise<Row[]>} removes and adds in one transaction,
 *   begun in the same task once the database is open; gives what is stored then,
 *   oldest first
 */
export function createStore(world) {
  /** @type {IDBOpenDBRequest | undefined} */
  let opening;

  const open = () => {
    const request = world.indexedDB.open(NAME);
    request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "at" });
    return request;
  };

  return (gone = [], row) =>
    new Promise((resolve) => {
      if (row) mark(world, row);
      // Once the database is open, the work is begun in this task.
      const work = () => {
        try {
          opening ??= open();
          if (opening.readyState !== "done") {
            opening.addEventListener("success", work);
            opening.addEventListener("error", work);
            return;
          }
          transact(world, opening.result, gone, row, resolve);
        } catch {
          // The next use opens it anew.
          opening = undefined;
          resolve([]);
        }
      };
      work();
    });
}

/**
 * @param {World} world
 * @param {IDBDatabase} db undefined where opening failed, which throws
 * @param {number[]} gone their keys
 * @param {Row | undefined} row
 * @param {(rows: Row[]) => void} done
 */
function transact(world, db, gone, row, done) {
  const transaction = db.transaction(NAME, "readwrite");
  const events = transaction.objectStore(NAME);
  for (const at of gone) events.delete(at);
  if (row) events.put(row);
  const all = events.getAll();
  // Once more: another tab may have found the store empty in between.
  all.onsuccess = () => mark(world, all.result.at(-1));
  transaction.oncomplete = () => done(all.result);
  transaction.onabort = () => done([]);
  // Whoever deletes the database must not wait for this page.
  db.onversionchange = () => db.close();
  // A tab that is killed now has it.
  if (row) transaction.commit();
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
