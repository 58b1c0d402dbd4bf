// The resting look: as quiet as a row of icons. Colours and font are the page's own, light or dark by
// its `color-scheme`.

import { sheet } from "./sheet.js";

export const styleAtRest = sheet(`
:host{display:block;min-height:2rem;font:inherit;font-size:.875rem;line-height:1.4;
--_accent:var(--thumbspan-accent,light-dark(#2563eb,#7aa2ff));
--_soft:color-mix(in srgb,currentColor 75%,transparent)}
:host([hidden]){display:none!important}
fieldset{all:unset;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;display:flex}
.thumbs{display:flex;flex-wrap:wrap;gap:.125rem}
.thumbs:first-child{margin-inline-start:-.4375rem}
button{cursor:pointer;margin:0;font:inherit;border:0;background:none;color:inherit;border-radius:.5rem}
.thumbs button{display:grid;place-items:center;min-width:2rem;height:2rem;padding:0;color:var(--_soft)}
button:hover:enabled{background:color-mix(in srgb,currentColor 8%,transparent)}
:focus-visible{outline:2px solid var(--_accent);outline-offset:1px}
button:disabled{cursor:not-allowed;opacity:.45}
svg{stroke-linecap:round;stroke-linejoin:round;stroke:currentColor;stroke-width:1.75;fill:none;width:1.125rem}
.down svg{rotate:180deg}
[aria-pressed=true] svg{fill:currentColor;fill-opacity:.22}
`);
