// @ts-nocheck
// Made by tests/resting from the Leptos view; renew it with: UPDATE=1 cargo test -p thumbspan --test resting
/** @type {import("../rest.js").Tree} */
export const thumbs=["div",{part:"thumbs",role:"none","aria-label":"","data-open":"true",class:"thumbs"},...[["$up","up"],["$down","down"]].map(([a,b])=>["button",{type:"button",part:"button thumb",role:"button",title:a,tabindex:"0","aria-pressed":"false",class:b},["svg",{viewBox:"0 0 24 24","aria-hidden":"true"},["path",{d:"M7 10v12M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88Z"}]]])];
