/** The cards of resources in result lists. */
import { fetchData } from "../ui/page.mjs";

/**
 * @param {HTMLElement[]} items every card, if the page has them all
 * @returns {(positions: number[]) => Promise<HTMLElement[]>}
 */
export function cardsOnPage(items) {
  return async (positions) => positions.map((position) => items[position]);
}

/**
 * Cards of a large library: several in each file, fetched when they are shown.
 * @param {number} cardsPerFile
 * @returns {(positions: number[]) => Promise<HTMLElement[]>}
 */
export function cardsFromFiles(cardsPerFile) {
  /** @type {Map<number, Promise<HTMLElement[]>>} */
  const files = new Map();
  /** @param {number} number */
  const file = (number) => {
    const cached = files.get(number) ?? fetchCards(number);
    cached.catch(() => files.delete(number));
    files.set(number, cached);
    return cached;
  };
  return (positions) =>
    Promise.all(positions.map(async (position) => (await file(Math.floor(position / cardsPerFile)))[position % cardsPerFile]));
}

/**
 * The HTML comes from this site. `DOMParser` runs no scripts.
 * @param {number} number
 * @returns {Promise<HTMLElement[]>}
 */
async function fetchCards(number) {
  /** @type {string[]} */
  const cards = await fetchData(`library/cards-${number}.json`);
  const parsed = new DOMParser().parseFromString(cards.join(""), "text/html");
  return [...parsed.querySelectorAll(".lp-result")].map((card) => /** @type {HTMLElement} */ (document.importNode(card, true)));
}
