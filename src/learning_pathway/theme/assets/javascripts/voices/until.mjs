/** Remove words of answers whose last day is over, where no one has built the site since. */

/**
 * Whether a last day is over.
 * @param {string | undefined} day as YYYY-MM-DD
 * @param {Date} now
 */
export const isOver = (day, now) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") && now.toISOString().slice(0, 10) > (day ?? "");

export function start() {
  const now = new Date();
  for (const part of document.querySelectorAll("[data-until]")) {
    if (part instanceof HTMLElement && isOver(part.dataset.until, now)) part.remove();
  }
}
