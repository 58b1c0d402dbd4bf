// The widget's look: at rest as quiet as a row of icons. Colours and font are the page's own, light or
// dark by its `color-scheme`.

const CSS = `
:host{display:block;min-height:2rem;font:inherit;font-size:.875rem;line-height:1.4;color:inherit;
--_accent:var(--thumbspan-accent,light-dark(#2563eb,#7aa2ff));--_good:var(--thumbspan-good,light-dark(#15803d,#4ade80));
--_bad:var(--thumbspan-bad,light-dark(#b91c1c,#f87171));--_star:var(--thumbspan-star,light-dark(#b45309,#fbbf24));--_line:color-mix(in srgb,currentColor 22%,transparent);
--_wash:color-mix(in srgb,currentColor 8%,transparent);--_soft:color-mix(in srgb,currentColor 72%,transparent)}
:host([hidden]),[data-open=false]{display:none!important}
fieldset{border:0;margin:0;padding:0;min-width:0;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;min-height:2rem}
.thumbs,.stars{display:flex;gap:.125rem}
.thumbs:first-child{margin-inline-start:-.4375rem}.stars:first-child{margin-inline-start:-.3125rem}
button{font:inherit;color:inherit;background:none;border:0;margin:0;cursor:pointer;border-radius:.5rem}
.thumbs button,.stars button{display:grid;place-items:center;width:2rem;height:2rem;padding:0;color:var(--_soft);
transition:background-color .12s,color .12s}
.stars button{width:1.75rem}
button:hover:enabled{background:var(--_wash)}
button:focus-visible,textarea:focus-visible{outline:2px solid var(--_accent);outline-offset:1px}
button:disabled{cursor:not-allowed;opacity:.45}
svg{width:1.125rem;height:1.125rem;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.down svg{transform:rotate(180deg)}
[aria-pressed=true] svg{fill:currentColor;fill-opacity:.22}
.thumbs .up[aria-pressed=true]{color:var(--_good)}
.thumbs .down[aria-pressed=true]{color:var(--_bad)}
.stars [data-full=true]{color:var(--_star)}
[data-full=true] svg{fill:currentColor}
.comment{order:1;flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.5rem;align-items:flex-end;margin-top:.25rem}
textarea{box-sizing:border-box;flex:1 1 12rem;min-height:3.5em;padding:.5rem .625rem;font:inherit;color:inherit;
background:transparent;border:1px solid var(--_line);border-radius:.5rem;resize:vertical}
textarea::placeholder{color:var(--_soft);opacity:1}
.send,.retry{padding:.375rem .875rem;border:1px solid var(--_line);min-height:2rem}
.send{font-weight:600}
.status{color:var(--_soft)}
.status[data-phase=failed],.status[data-phase=refused],.status[data-phase=too-long]{color:var(--_bad)}
@media (prefers-reduced-motion:reduce){button{transition:none!important}}
@media (forced-colors:active){[aria-pressed=true],[aria-checked=true]{outline:2px solid Highlight}}
`;

/** @type {CSSStyleSheet | undefined} */
let shared;

/** One style sheet for every element on the page; adopted, so that no style-src policy hinders it. */
export function styleSheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}
