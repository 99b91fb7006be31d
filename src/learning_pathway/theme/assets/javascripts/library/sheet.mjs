/** The filters of the library on a narrow screen: a dialog, which gives them back to the form when it closes. */
import { gettext, ngettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** The same as in `resources.css`. */
const WIDE = "(min-width: 60em)";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} count what says how many results there are
 */
export function openSheet(form, count) {
  const facets = form.querySelector(".lp-filters__facets");
  if (!facets || form.querySelector("dialog")) return;
  const close = element("button", { type: "button", class: "lp-button" });
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "lp-sheet", "aria-label": gettext("Filters") }, facets, element("p", { class: "lp-sheet__foot" }, close))
  );
  const say = () => (close.textContent = closeText(count));
  const watching = new MutationObserver(say);
  watching.observe(count, { childList: true, characterData: true, subtree: true });
  say();
  const wide = matchMedia(WIDE);
  const leave = () => dialog.close();
  wide.addEventListener("change", leave);
  close.addEventListener("click", leave);
  dialog.addEventListener("click", ({ target }) => target === dialog && leave());
  dialog.addEventListener("close", () => {
    watching.disconnect();
    wide.removeEventListener("change", leave);
    dialog.before(facets);
    dialog.remove();
    /** @type {HTMLElement | null} */ (form.querySelector(".lp-filters__open"))?.focus();
  });
  form.append(dialog);
  dialog.showModal();
}

/**
 * @param {HTMLElement} count
 * @returns {string} "Show 6 results"
 */
function closeText({ dataset }) {
  const found = Number(dataset.found);
  if (!dataset.found || Number.isNaN(found)) return gettext("Show results");
  return ngettext("Show %(number)s result", "Show %(number)s results", found);
}
