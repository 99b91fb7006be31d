/** Deleting everything that this site keeps on this device, once the learner has said so twice. */
import { saveFile } from "./save.mjs";
import { contentsInWords, takeStock } from "./inventory.mjs";
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {HTMLElement} place
 * @returns {(shelves: import("./inventory.mjs").Shelf[]) => void} call it with what is stored, when that has changed
 */
export function showDeletion(store, place) {
  const begin = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Delete everything on this device"));
  const outcome = element("p", { tabindex: "-1" });
  const title = element("h3", { id: "lp-delete-title" }, gettext("Delete everything?"));
  const what = element("p");
  const [save, remove, keep] = [
    ["lp-button lp-button--quiet", gettext("Save my file first")],
    ["lp-button", gettext("Delete everything")],
    ["lp-button lp-button--quiet", gettext("Keep it")],
  ].map(([look, words]) => element("button", { type: "button", class: look }, words));
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "lp-dialog", "aria-labelledby": title.id }, title, what, element("p", { class: "lp-actions" }, remove, save, keep))
  );
  const update = (/** @type {import("./inventory.mjs").Shelf[]} */ shelves) => {
    const contents = contentsInWords(shelves);
    what.textContent = contents ? gettext("This removes %(contents)s from this device. No one has a copy.", { contents }) : gettext("This site keeps nothing on this device.");
  };
  begin.addEventListener("click", () => {
    dialog.showModal();
    keep.focus();
    void takeStock(store).then(update); // another page may have written since
  });
  save.addEventListener("click", () => saveFile(store));
  keep.addEventListener("click", () => dialog.close());
  remove.addEventListener("click", async () => {
    outcome.textContent = await store.deleteEverything().then(
      () => gettext("Everything is deleted. This site keeps nothing on this device any more."),
      () => gettext("Your browser did not let this page delete everything. Clear this site’s data in the browser’s settings."),
    );
    dialog.close();
    outcome.focus();
  });
  place.append(element("p", {}, begin), outcome, dialog);
  return update;
}
