/** "I have N minutes": the form, and where its answer stands. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext } from "../ui/messages.mjs";
import { sayLost } from "../ui/page.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @type {[string]} */
const UNREACHED = [gettext("The list of steps could not be fetched. Please try again when you are online.")];

/** @param {HTMLElement} place */
export async function start(place) {
  liveRegion();
  const store = await openStore();
  if (place.classList.contains("lp-sitting--ready")) return;
  place.classList.add("lp-sitting--ready");
  const form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
  const found = /** @type {HTMLElement} */ (place.querySelector(".lp-sitting__found"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const minutes = Number(new FormData(form).get("minutes"));
    const asked = import("./fitting-steps.mjs").then(({ offer }) => offer(store, place.dataset.lpSitting ?? "all", minutes));
    const [words, ...parts] = await asked.catch(() => {
      sayLost();
      return UNREACHED;
    });
    found.replaceChildren(element("p", { class: "lp-sitting__sum" }, words), ...parts);
    announcer(liveRegion(), 100)(words);
  });
}
