// Frames as high as their content: a framed answer reads like the others.

/** Fits every frame now and whenever its content changes its height. */
export function fitFrames() {
  for (const frame of document.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => fit(frame));
    if (frame.contentDocument?.readyState === "complete") fit(frame);
  }
}

/** @param {HTMLIFrameElement} frame */
function fit(frame) {
  const content = frame.contentDocument?.body;
  if (!content) return;
  new ResizeObserver(() => {
    frame.style.height = `${content.offsetHeight}px`;
  }).observe(content);
}
