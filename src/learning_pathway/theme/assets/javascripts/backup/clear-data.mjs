/** Delete all of this site's data on this device, after a confirmation. */
import { describeContents, listStorage } from "./inventory.mjs";
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {HTMLElement} container
 * @returns {(groups: import("./inventory.mjs").StorageGroup[]) => void} call it when the stored data has changed
 */
export function showDeleteControls(store, container) {
  const openButton = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Delete everything on this device"));
  const outcome = element("p", { tabindex: "-1" });
  const title = element("h3", { id: "lp-delete-title" }, gettext("Delete everything?"));
  const contentsLine = element("p");
  const [saveButton, deleteButton, cancelButton] = [
    ["lp-button lp-button--quiet", gettext("Save my file first")],
    ["lp-button", gettext("Delete everything")],
    ["lp-button lp-button--quiet", gettext("Keep it")],
  ].map(([look, words]) => element("button", { type: "button", class: look }, words));
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "lp-dialog", "aria-labelledby": title.id }, title, contentsLine, element("p", { class: "lp-actions" }, deleteButton, saveButton, cancelButton))
  );
  const update = (/** @type {import("./inventory.mjs").StorageGroup[]} */ groups) => {
    const contents = describeContents(groups);
    contentsLine.textContent = contents ? gettext("This removes %(contents)s from this device. No one has a copy.", { contents }) : gettext("This site keeps nothing on this device.");
  };
  openButton.addEventListener("click", () => {
    dialog.showModal();
    cancelButton.focus();
    void listStorage(store).then(update); // another page may have saved something
  });
  saveButton.addEventListener("click", async () => (await import("./download.mjs")).downloadBackup(store));
  cancelButton.addEventListener("click", () => dialog.close());
  deleteButton.addEventListener("click", async () => {
    outcome.textContent = await store.deleteEverything().then(
      () => gettext("Everything is deleted. This site keeps nothing on this device any more."),
      () => gettext("Your browser did not let this page delete everything. Clear this site’s data in the browser’s settings."),
    );
    dialog.close();
    outcome.focus();
  });
  container.append(element("p", {}, openButton), outcome, dialog);
  return update;
}
