import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["pkg/wasm/", "pkg/plain/", "pkg/resting/", "pkg/dist/", "pkg/.staging/", "python/src/thumbspan/streamlit/", "target/", "var/", ".venv/", "**/dist/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "consistent-return": "error",
      curly: ["error", "multi-line"],
      "default-case-last": "error",
      // `== null` is both null and undefined.
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-depth": ["error", 3],
      // A reason above: 300 lines a file, 40 a function.
      "max-lines": ["error", { max: 300, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipComments: true }],
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-promise-executor-return": "error",
      "no-return-assign": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "require-atomic-updates": "error",
    },
  },
  { files: ["pkg/**/*.js", "python/frontend/*.js", "www/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["bench/relay/**/*.js", "scripts/**/*.js", "*.config.js"], languageOptions: { globals: globals.node } },
  {
    // What page.evaluate() is given runs in the browser.
    files: ["tests/**/*.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    // A suite is one function that holds its tests.
    rules: { "max-lines-per-function": "off" },
  },
];
