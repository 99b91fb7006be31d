/**
 * Everything else that a site may keep on a device, found by the site's own path and removed: sites that share an
 * origin, such as those of github.io, must not lose theirs.
 */
import { ownName } from "./database.mjs";
import { home } from "../ui/page.mjs";

/** Keys of web storage that belong to this base path begin so: the theme's and ours alike. */
const keyPrefix = `${home.pathname}.`;

/**
 * @param {Storage} storage
 * @returns {string[]} keys of this base path
 */
export function ownKeys(storage) {
  return Object.keys(storage).filter((key) => key.startsWith(keyPrefix));
}

/** @returns {Promise<string[]>} names of this base path's caches */
export async function ownCaches() {
  if (!("caches" in globalThis)) return [];
  return (await caches.keys()).filter((name) => name.startsWith(`${ownName()}:`));
}

/** @returns {Promise<ServiceWorkerRegistration[]>} those of exactly this base path */
export async function ownWorkers() {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  return all.filter((registration) => registration.scope === home.href);
}

/** Removes them all. A browser that refuses to say what is stored has stored nothing of ours. */
export async function forgetSite() {
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    try {
      for (const key of ownKeys(globalThis[name])) globalThis[name].removeItem(key);
    } catch {
      continue;
    }
  }
  await Promise.allSettled([
    ownWorkers().then((found) => Promise.all(found.map((worker) => worker.unregister()))),
    ownCaches().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
  ]);
  dispatchEvent(new Event("storage")); // the colour switch looks again
}
