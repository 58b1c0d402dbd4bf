// The look of what opens; the resting look is in ../style.js. Chromium looks at five fallbacks, no more:
// https://drafts.csswg.org/css-anchor-position-1/#position-try-fallbacks

import { sheet } from "../sheet.js";
import { writing } from "./writing.js";

export const styleOpen = sheet(`${writing}
:host{--_good:var(--thumbspan-good,light-dark(#15803d,#4ade80));--_bad:var(--thumbspan-bad,light-dark(#b91c1c,#f87171));--_line:color-mix(in srgb,currentColor 22%,transparent)}
fieldset{min-height:2rem;anchor-name:--thumbspan}
.more[popover]{position:fixed;inset:auto;position-anchor:--thumbspan;position-area:bottom span-x-end;position-area:bottom span-self-x-end;position-try-fallbacks:flip-block,flip-inline,flip-block flip-inline,--low,--over;position-visibility:anchors-visible;
margin:.375rem 0;padding:.75rem;width:min(28rem,100vw - 1rem);max-height:80vh;overflow:auto;
border:1px solid var(--_line);border-radius:.75rem;background:var(--thumbspan-panel,light-dark(Canvas,color-mix(in srgb,CanvasText 7%,Canvas)));color:var(--thumbspan-panel-text,CanvasText);font:inherit;
box-shadow:0 8px 24px rgb(0 0 0/.16);animation:thumbspan .12s}
@position-try --low{position-area:bottom span-all;justify-self:anchor-center;min-height:9rem;max-height:calc(100% - .75rem)}
@position-try --over{position-area:none;inset:.5rem;margin:auto;height:fit-content;max-height:calc(100vh - 1rem)}
.more[popover]:not(:popover-open),[data-open=false]{display:none!important}
@keyframes thumbspan{from{opacity:0}}
.reasons{flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.375rem}
.reasons::before{content:attr(aria-label);flex:1 0 100%;color:var(--_soft)}
.reason{padding:.25rem .75rem;min-height:2rem;border:1px solid color-mix(in srgb,currentColor 35%,transparent);border-radius:1rem}
.reason[aria-pressed=true],.reason[aria-pressed=true]:hover:enabled{background:var(--_accent);border-color:var(--_accent);color:var(--_on)}
.edit,.ask{padding:.25rem;text-decoration:underline;text-underline-offset:.2em;color:var(--_soft)}
.status{color:var(--_soft)}.status:empty{position:absolute}
.status[data-phase=failed],.status[data-phase=refused],.status[data-phase=too-long]{color:var(--_bad)}
.thumbs .up[aria-pressed=true]{color:var(--_good)}.thumbs .down[aria-pressed=true]{color:var(--_bad)}
@media (forced-colors:active){:is([aria-pressed=true],[aria-checked=true]):enabled{forced-color-adjust:none;background:ButtonText!important;color:ButtonFace!important}button:disabled{opacity:1}}
@media (prefers-reduced-motion:reduce){.more[popover]{animation:none}}
`);
