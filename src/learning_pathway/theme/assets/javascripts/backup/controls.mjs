/** Controls that save and load a backup file. */
import { formatList } from "../ui/dates.mjs";
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Store} store
 * @param {HTMLElement} container
 */
export function showBackupControls(store, container) {
  const save = element("button", { type: "button", class: "lp-button" }, gettext("Save my file"));
  save.addEventListener("click", async () => (await import("./download.mjs")).downloadBackup(store));
  container.append(element("p", {}, save), loadForm(store));
}

/** @param {Store} store */
function loadForm(store) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", id: "lp-file", accept: ".json,application/json", required: "" }));
  const replace = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name: "lp-how", value: "replace" }));
  const merge = element("input", { type: "radio", name: "lp-how", value: "merge", checked: "" });
  const modes = element(
    "fieldset",
    {},
    element("legend", {}, gettext("What to do with it")),
    element("label", {}, merge, " ", gettext("Add it to what is on this device. We keep the newer version. If two answers differ, we keep both.")),
    element("label", {}, replace, " ", gettext("Replace everything on this device.")),
  );
  const outcome = element("div", { class: "lp-outcome", tabindex: "-1" });
  const submit = element("button", { class: "lp-button lp-button--quiet" }, gettext("Load this file"));
  const form = element("form", { class: "lp-taking-in", "aria-label": gettext("Load a file") }, element("label", { for: "lp-file" }, gettext("A file that you saved earlier")), input, modes, submit, outcome);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = input.files ?? [];
    if (!file || form.getAttribute("aria-busy")) return;
    const focus = focusLater();
    form.setAttribute("aria-busy", "true"); // a second press would load the file twice
    outcome.replaceChildren(element("p", {}, gettext("Loading the file …")));
    const report = await store.importFile(file, { replace: replace.checked });
    form.removeAttribute("aria-busy");
    outcome.replaceChildren(...(report.ok ? importSummary(report, outcome) : [element("p", { class: "lp-trouble" }, report.reason)]));
    focus(outcome);
    if (report.ok) /** @type {HTMLFormElement} */ (form).reset();
  });
  return form;
}

/**
 * @param {import("../store/store.mjs").ImportResult} report
 * @param {HTMLElement} outcome
 */
function importSummary({ added, changed, kept, beside, undo }, outcome) {
  const parts = [
    added ? ngettext("%(number)s entry added", "%(number)s entries added", added) : "",
    changed ? ngettext("%(number)s entry brought up to date", "%(number)s entries brought up to date", changed) : "",
    kept ? ngettext("%(number)s entry left as it is here", "%(number)s entries left as they are here", kept) : "",
  ].filter(Boolean);
  const sum = parts.length
    ? gettext("File loaded: %(changes)s.", { changes: formatList(parts) })
    : gettext("File loaded. It was empty.");
  const both = beside
    ? ngettext(
        "%(number)s answer had another text on each side: both are kept, and your journal shows them.",
        "%(number)s answers had another text on each side: both are kept, and your journal shows them.",
        beside,
      )
    : "";
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Undo"));
  button.addEventListener("click", async () => {
    const focus = focusLater();
    const text = await undo().then(
      () => gettext("Undone: everything is as it was before."),
      () => gettext("Your browser could not undo it. What the file held is still here."),
    );
    outcome.replaceChildren(element("p", {}, text));
    focus(outcome);
    announcer(liveRegion())(text);
  });
  return [element("p", {}, [sum, both].filter(Boolean).join(" "), " ", button)];
}
