/** Web Locks of one browser: https://w3c.github.io/web-locks/. */

/** @typedef {{ name: string, owner: object, run: () => void }} Request */

export class Locks {
  /** @type {{ name: string, owner: object }[]} */
  #held = [];
  /** @type {Request[]} */
  #pending = [];

  /** Whether anything is held or waited for. */
  get isIdle() {
    return this.#held.length + this.#pending.length === 0;
  }

  /** `navigator.locks` of a page. @param {object} owner */
  of(owner) {
    return {
      query: async () => ({ held: this.#held.map(({ name }) => ({ name })), pending: [] }),
      request: (/** @type {string} */ name, /** @type {() => Promise<unknown>} */ work) =>
        new Promise((resolve, reject) => {
          const run = () => {
            const lock = { name, owner };
            this.#held.push(lock);
            const release = () => {
              this.#held = this.#held.filter((one) => one !== lock);
              this.#grant();
            };
            Promise.resolve(work()).finally(release).then(resolve, reject);
          };
          this.#pending.push({ name, owner, run });
          queueMicrotask(() => this.#grant());
        }),
    };
  }

  /** As a browser does for a page that ended. @param {object} owner */
  free(owner) {
    this.#pending = this.#pending.filter((request) => request.owner !== owner);
    this.#held = this.#held.filter((lock) => lock.owner !== owner);
    this.#grant();
  }

  #grant() {
    for (const request of [...this.#pending]) {
      if (this.#held.some(({ name }) => name === request.name)) continue;
      this.#pending = this.#pending.filter((one) => one !== request);
      request.run();
    }
  }
}
