/** What every page of an integration has. */

import { escaped } from "./markdown.js";

/** All that a page with the widget needs; what a page needs besides is added. */
export const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "connect-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/**
 * @param {{ title: string, main: string, policy?: Record<string, string>, scripts?: string[] }} page
 * @returns {string}
 */
export function page({ title, main, policy = {}, scripts = [] }) {
  const directives = Object.entries({ ...POLICY, ...policy }).map(([name, value]) => `${name} ${value}`);
  const tags = scripts.map((src) => `\n    <script type="module" src="${src}"></script>`).join("");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${directives.join("; ")}" />
    <meta name="color-scheme" content="light dark" />
    <title>${escaped(title)} · Thumbspan</title>
    <link rel="icon" href="/favicon.svg" />
    <link rel="stylesheet" href="/style/base.css" />
    <link rel="stylesheet" href="/style/chat.css" />
    <link rel="stylesheet" href="/style/playground.css" />
    <link rel="stylesheet" href="/style/integrations.css" />${tags}
  </head>
  <body>
    <main class="chat">
      <p class="brand">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <rect x="2" y="4" width="20" height="4" rx="2" />
          <rect class="span" x="6" y="10" width="12" height="4" rx="2" />
          <rect x="2" y="16" width="9" height="4" rx="2" />
        </svg>
        <a href="/">Thumbspan</a>
      </p>
${main}
    </main>
  </body>
</html>
`;
}
