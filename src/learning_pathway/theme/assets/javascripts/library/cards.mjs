/** The cards of works, as lists show them. */
import { readData } from "../ui/page.mjs";

/**
 * @param {HTMLElement[]} items every card, where the page holds them all
 * @returns {(places: number[]) => Promise<HTMLElement[]>}
 */
export function cardsHere(items) {
  return async (places) => places.map((place) => items[place]);
}

/**
 * Cards of a large library: a few in each file, fetched as they are shown.
 * @param {number} inAFile
 * @returns {(places: number[]) => Promise<HTMLElement[]>}
 */
export function cardsElsewhere(inAFile) {
  /** @type {Map<number, Promise<HTMLElement[]>>} */
  const files = new Map();
  /** @param {number} number */
  const file = (number) => {
    const kept = files.get(number) ?? fetchCards(number);
    kept.catch(() => files.delete(number));
    files.set(number, kept);
    return kept;
  };
  return (places) =>
    Promise.all(places.map(async (place) => (await file(Math.floor(place / inAFile)))[place % inAFile]));
}

/**
 * The HTML is of the same making as this page's own; it is parsed where nothing runs.
 * @param {number} number
 * @returns {Promise<HTMLElement[]>}
 */
async function fetchCards(number) {
  /** @type {string[]} */
  const cards = await readData(`library/cards-${number}.json`);
  const parsed = new DOMParser().parseFromString(cards.join(""), "text/html");
  return [...parsed.querySelectorAll(".lp-result")].map((card) => /** @type {HTMLElement} */ (document.importNode(card, true)));
}
