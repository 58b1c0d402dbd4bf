// How the element is looked at: on light or dark, from either side, wide or narrow, in which language.

/** The languages of docs/text.md, by the values of `lang`. */
export const LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "tr", "uk", "vi", "zh-Hans", "zh-Hant"];

/**
 * Wires the tools above the stage.
 *
 * @param {import("./state.js").State} state which they change
 * @param {HTMLElement} stage
 * @param {() => void} changed
 * @returns {() => void} shows what the stage is now
 */
export function view(state, stage, changed) {
  const languages = /** @type {HTMLSelectElement} */ (document.getElementById("lang"));
  languages.append(...LANGUAGES.map((code) => new Option(nameOf(code), code)));
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".tools input[type=radio]"));
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      state.view[/** @type {keyof import("./state.js").View} */ (radio.name)] = radio.value;
      changed();
    });
  }
  languages.addEventListener("change", () => {
    // Its own direction comes with it.
    Object.assign(state.view, { lang: languages.value === "en" ? "" : languages.value, dir: "" });
    changed();
  });
  return () => {
    const now = /** @type {Record<string, string | undefined>} */ ({ on: stage.dataset["on"], width: stage.dataset["width"], dir: stage.dir });
    for (const radio of radios) radio.checked = now[radio.name] === radio.value;
    languages.value = state.view.lang || "en";
  };
}

/** A language's name in itself. @param {string} code */
function nameOf(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  return `${code} · ${name}`;
}
