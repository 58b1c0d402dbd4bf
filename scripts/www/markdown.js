/** As much of Markdown as the pages of the integrations are written in. */

/**
 * @typedef {{ kind: "title" | "text", text: string }
 *   | { kind: "list", items: string[] }
 *   | { kind: "code", language: string, name: string, text: string }} Block
 */

/** A fenced code, which may say its file's name. */
const FENCE = /^```(\w+)(?: (\S+))?\n(.*?)^```$/gms;

/**
 * @param {string} source
 * @returns {Block[]}
 */
export function blocks(source) {
  /** @type {Block[]} */
  const all = [];
  let end = 0;
  for (const match of source.matchAll(FENCE)) {
    const [whole, language = "", name = "", text = ""] = match;
    all.push(...plain(source.slice(end, match.index)), { kind: "code", language, name, text });
    end = match.index + whole.length;
  }
  return [...all, ...plain(source.slice(end))];
}

/** @param {string} text @returns {Block[]} */
function plain(text) {
  return text.split(/\n{2,}/).map((part) => part.trim()).filter(Boolean).map((part) => {
    if (part.startsWith("# ")) return { kind: "title", text: part.slice(2) };
    if (part.startsWith("- ")) return { kind: "list", items: part.slice(2).split(/\n- /) };
    return { kind: "text", text: part };
  });
}

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });

/** @param {string} text */
export const escaped = (text) => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);

/** Codes and links of a line; a link to what these pages have not is its text. @param {string} text */
export function inline(text) {
  return escaped(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label, to) => {
      const page = /^([\w-]+)\.md$/.exec(to)?.[1];
      if (page !== undefined) return `<a href="/integrations/${page}.html">${label}</a>`;
      return /^(https:\/\/|\/)/.test(to) ? `<a href="${to}">${label}</a>` : label;
    });
}
