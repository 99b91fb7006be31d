/**
 * JSON values in localStorage, under keys that start with the path of the site, since sites may share an origin. If the
 * browser refuses storage, nothing is stored and nothing fails.
 */
import { home } from "../ui/page.mjs";

/** Prefix of every key. */
export const prefix = `${home.pathname}.lp.`;

/**
 * @param {string} name
 * @returns {unknown} the stored value; null if there is none
 */
export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {boolean} whether it was stored
 */
export function write(name, value) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
export function remove(name) {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // Storage is unavailable, so nothing was stored.
  }
}

/** @returns {string[]} names of the stored values */
export function keys() {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  } catch {
    return [];
  }
}
