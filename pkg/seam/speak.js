// Where the languages are found; see entry.js.

export const loadLanguage = () => import("../text/load.js");
