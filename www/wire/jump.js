// The way to the view on a narrow screen, where it stands below the answers.

/**
 * A link that says how many requests there are, as long as they are out of sight.
 *
 * @returns {(sum: number) => void} tells it the number
 */
export function jump() {
  const link = document.querySelector("a.jump");
  const view = document.getElementById("wire");
  if (!(link instanceof HTMLElement) || !view) throw new Error("the page has no way to its view");
  let count = 0;
  let isInSight = false;
  const show = () => {
    link.hidden = count === 0 || isInSight;
    link.textContent = count === 1 ? "1 request sent" : `${count} requests sent`;
  };
  new IntersectionObserver((entries) => {
    isInSight = entries.at(-1)?.isIntersecting ?? false;
    show();
  }).observe(view);
  return (sum) => {
    count = sum;
    show();
  };
}
