/** The "I have N minutes" form. */
import { announcer, liveRegion, reportLoadFailure } from "../ui/page.mjs";
import { gettext } from "../ui/messages.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @type {[string]} */
const STEPS_UNAVAILABLE = [gettext("The list of steps did not load. Try again when you are online.")];

/** @param {HTMLElement} container */
export async function start(container) {
  liveRegion();
  const store = await openStore();
  if (container.classList.contains("lp-sitting--ready")) return;
  container.classList.add("lp-sitting--ready");
  const form = /** @type {HTMLFormElement} */ (container.querySelector("form"));
  const output = /** @type {HTMLElement} */ (container.querySelector(".lp-sitting__found"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const choices = new FormData(form);
    const minutes = Number(choices.get("minutes"));
    const scope = String(choices.get("for") ?? container.dataset.lpSitting ?? "all");
    const request = import("./fitting-steps.mjs").then(({ suggestSteps: offer }) => offer(store, scope, minutes, String(choices.get("company") ?? "")));
    const [words, ...parts] = await request.catch(() => {
      reportLoadFailure();
      return STEPS_UNAVAILABLE;
    });
    output.replaceChildren(element("p", { class: "lp-sitting__sum" }, words), ...parts);
    announcer(liveRegion(), 100)(words);
  });
}
