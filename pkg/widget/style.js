// The look of what opens; the resting look is in ../style.js.

import { sheet } from "../sheet.js";

export const styleOpen = sheet(`
:host{--_good:var(--thumbspan-good,light-dark(#15803d,#4ade80));--_bad:var(--thumbspan-bad,light-dark(#b91c1c,#f87171));--_line:color-mix(in srgb,currentColor 22%,transparent);--_edge:color-mix(in srgb,currentColor 55%,transparent)}
.more[popover]{position:fixed;inset:auto;position-anchor:--thumbspan;position-area:bottom span-x-end;position-try-fallbacks:flip-block,flip-inline;position-visibility:anchors-visible;
margin:.375rem 0;padding:.75rem;width:min(28rem,100vw - 1rem);max-height:80vh;overflow:auto;
border:1px solid var(--_line);border-radius:.75rem;background:var(--thumbspan-panel,Canvas);color:var(--thumbspan-panel-text,CanvasText);font:inherit;
box-shadow:0 8px 24px rgb(0 0 0/.16);opacity:1;transition:opacity .12s,display .12s allow-discrete,overlay .12s allow-discrete}
.more[popover]:not(:popover-open){opacity:0;display:none!important}
@starting-style{.more[popover]:popover-open{opacity:0}}
.more{box-sizing:border-box;order:1;flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-top:.25rem}
label{flex:1 0 100%;display:flex;flex-direction:column;gap:.25rem;color:var(--_soft)}
textarea{box-sizing:border-box;width:100%;min-height:3.5em;padding:.5rem .625rem;font:inherit;color:CanvasText;background:Canvas;border:1px solid var(--_edge);border-radius:.5rem;resize:vertical}
textarea::placeholder{color:inherit;opacity:.72}
small{align-self:end;font-size:.75rem}small:empty{display:none}
.reasons{flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.375rem}
.reasons::before{content:attr(aria-label);flex:1 0 100%;color:var(--_soft)}
.reason{padding:.25rem .75rem;min-height:2rem;border:1px solid var(--_edge);border-radius:1rem}
.reason[aria-pressed=true]{background:var(--_accent);border-color:var(--_accent);color:var(--_on)}
.send,.close,.retry,.edit,.ask{padding:.25rem .75rem;min-height:2rem}
.send,.retry{border:1px solid var(--_edge)}
.send{font-weight:600}
.edit,.ask{text-decoration:underline;text-underline-offset:.2em;color:var(--_soft)}
.status{color:var(--_soft)}.status:empty{position:absolute}
.status[data-phase=failed],.status[data-phase=refused],.status[data-phase=too-long]{color:var(--_bad)}
.thumbs .up[aria-pressed=true]{color:var(--_good)}.thumbs .down[aria-pressed=true]{color:var(--_bad)}
@media (forced-colors:active){[aria-pressed=true],[aria-checked=true]{outline:2px solid Highlight}}
@media (prefers-reduced-motion:reduce){.more{transition:none!important}}
`);
