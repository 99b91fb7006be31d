/** Telling screen readers what changed, without chatter. */

/**
 * @param {HTMLElement} place an element with `role="status"`
 * @param {number} [wait] milliseconds of quiet before it speaks
 * @returns {(words: string) => void}
 */
export function announcer(place, wait = 400) {
  let timer = 0;
  return (words) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      place.textContent = words;
    }, wait);
  };
}
