// How writing looks, both at rest and when the widget is there: its direction, and the boxes for it.

export const writing = `
svg:has([d=""]){display:none}
:host(:is(:lang(ar),:lang(he),:lang(iw))){direction:rtl}
:host{--_on:light-dark(#fff,#111);--_edge:color-mix(in srgb,currentColor 55%,transparent)}
.more{box-sizing:border-box;order:1;flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-top:.25rem}
label{flex:1 0 100%;display:flex;flex-direction:column;gap:.25rem;color:var(--_soft)}
textarea{box-sizing:border-box;width:100%;min-height:3.5em;padding:.5rem .625rem;font:inherit;color:CanvasText;background:Canvas;border:1px solid var(--_edge);border-radius:.5rem;resize:vertical}
textarea::placeholder{color:inherit;opacity:.72}
small{align-self:end;font-size:.75rem}small:empty{display:none}
.send,.close,.retry,.edit,.ask{padding:.25rem .75rem;min-height:2rem}
.send,.retry{border:1px solid var(--_edge)}
.send{font-weight:600}
`;
