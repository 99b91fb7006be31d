/** Telling screen readers what changed, without chatter. */

/**
 * @param {HTMLElement} place an element with `role="status"`
 * @param {number} [wait] milliseconds of quiet before it speaks
 * @param {boolean} [yields] whether it keeps silent where something else has spoken there meanwhile
 * @returns {(words: string) => void}
 */
export function announcer(place, wait = 400, yields = false) {
  let timer = 0;
  return (words) => {
    clearTimeout(timer);
    const before = place.textContent;
    timer = setTimeout(() => {
      if (!yields || place.textContent === before) place.textContent = words;
    }, wait);
  };
}

/** @returns {HTMLElement} the one place on the page that speaks to screen readers */
export function liveRegion() {
  const found = document.querySelector(".lp-live");
  if (found instanceof HTMLElement) return found;
  const made = document.body.appendChild(document.createElement("div"));
  made.className = "lp-live lp-hidden";
  made.setAttribute("role", "status");
  return made;
}
