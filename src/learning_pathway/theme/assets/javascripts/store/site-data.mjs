/**
 * Web storage, caches and service workers of this site, found by its path: other sites on the same origin (such as
 * github.io) keep theirs.
 */
import { scopedName } from "./database.mjs";
import { home } from "../ui/page.mjs";

/** Prefix of all web storage keys of this base path, including those of the theme. */
const keyPrefix = `${home.pathname}.`;

/**
 * @param {Storage} storage
 * @returns {string[]} keys of this base path
 */
export function siteKeys(storage) {
  return Object.keys(storage).filter((key) => key.startsWith(keyPrefix));
}

/** @returns {Promise<string[]>} names of the caches of this base path */
export async function siteCaches() {
  if (!("caches" in globalThis)) return [];
  return (await caches.keys()).filter((name) => name.startsWith(`${scopedName()}:`));
}

/** @returns {Promise<ServiceWorkerRegistration[]>} registrations with exactly this scope */
export async function siteWorkers() {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  return all.filter((registration) => registration.scope === home.href);
}

/** Delete them all. Storage that is unavailable is empty. */
export async function deleteSiteData() {
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    try {
      for (const key of siteKeys(globalThis[name])) globalThis[name].removeItem(key);
    } catch {
      continue;
    }
  }
  await Promise.allSettled([
    siteWorkers().then((found) => Promise.all(found.map((worker) => worker.unregister()))),
    siteCaches().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
  ]);
  dispatchEvent(new Event("storage")); // updates the colour switch
}
