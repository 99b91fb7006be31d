/**
 * What the site keeps on this device, and nothing before the reader asks for it. Keys begin with the site's own path,
 * because several sites may share an origin. A browser that refuses storage costs the reader the memory, not the page.
 */
import { home } from "../ui/page.mjs";

/** Every key of the site begins so. */
export const prefix = `${home.pathname}.lp.`;

/**
 * @param {string} name
 * @returns {unknown} what was kept under `name`; null where nothing readable was
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
 * @returns {boolean} whether it was kept
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
export function forget(name) {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // What cannot be reached was not kept by us.
  }
}
