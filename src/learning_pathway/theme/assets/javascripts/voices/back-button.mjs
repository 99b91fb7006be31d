/** The browser's Back and Forward on a page of several screens: a gesture of the thumb must not lose an answer. */

/** How entries of the history say which screen they are for. */
const KEY = "lpScreen";

/**
 * Let Back and Forward move between screens.
 * @param {() => boolean} goBack returns false where there is no screen before, so that the person leaves the page
 * @param {() => void} goOn
 * @returns {() => void} to be called when the person has gone on to another screen
 */
export function followHistory(goBack, goOn) {
  const page = crypto.randomUUID(); // a page that was loaded again begins at its first screen
  let place = 0;
  const entry = () => ({ ...history.state, [KEY]: { page, place } });
  history.replaceState(entry(), "");
  addEventListener("popstate", ({ state }) => {
    const found = state?.[KEY];
    if (!found) return; // a link to a part of the page
    if (found.page !== page) return void history.back();
    const isBack = found.place < place;
    place = found.place;
    if (!isBack) goOn();
    else if (!goBack()) history.go(-place - 1);
  });
  return () => {
    place += 1;
    history.pushState(entry(), "");
  };
}
