/** Saving the portable file and taking one in, on the learner's own page. */
import { announcer, liveRegion } from "./announce.mjs";
import { count } from "./dates.mjs";
import { saveFile } from "./filing.mjs";
import { element } from "./typeset.mjs";

/** @typedef {import("./store.mjs").Store} Store */

/**
 * @param {Store} store
 * @param {HTMLElement} place
 */
export function showFile(store, place) {
  const save = element("button", { type: "button", class: "lp-button" }, "Save my file");
  save.addEventListener("click", () => saveFile(store));
  place.append(element("p", {}, save), takingIn(store));
}

/** @param {Store} store */
function takingIn(store) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", id: "lp-file", accept: ".json,application/json", required: "" }));
  const replace = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name: "lp-how", value: "replace" }));
  const merge = element("input", { type: "radio", name: "lp-how", value: "merge", checked: "" });
  const how = element(
    "fieldset",
    {},
    element("legend", {}, "What to do with it"),
    element("label", {}, merge, " Add it to what is here. The newer of each entry stays; where two texts differ, both do."),
    element("label", {}, replace, " Put it in place of everything that is here."),
  );
  const outcome = element("div", { class: "lp-outcome", tabindex: "-1" });
  const submit = element("button", { class: "lp-button lp-button--quiet" }, "Take the file in");
  const form = element("form", { class: "lp-taking-in", "aria-label": "Take a file in" }, element("label", { for: "lp-file" }, "A file that you saved earlier"), input, how, submit, outcome);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = input.files ?? [];
    if (!file) return;
    const report = await store.importFile(await textOf(file), { replace: replace.checked });
    outcome.replaceChildren(...(report.ok ? taken(report, outcome) : [element("p", { class: "lp-trouble" }, report.reason)]));
    outcome.focus();
    if (report.ok) /** @type {HTMLFormElement} */ (form).reset();
  });
  return form;
}

/**
 * @param {File} file
 * @returns {Promise<string>} empty where it cannot be read, which is then refused as damaged
 */
function textOf(file) {
  return file.text().catch(() => "");
}

/**
 * @param {import("./store.mjs").Taken} report
 * @param {HTMLElement} outcome
 */
function taken({ added, changed, kept, beside, undo }, outcome) {
  const parts = [
    added && `${count(added, "entry", "entries")} added`,
    changed && `${count(changed, "entry", "entries")} brought up to date`,
    kept && `${count(kept, "entry", "entries")} left as they are here`,
  ].filter(Boolean);
  const words = `The file was taken in: ${parts.join(", ") || "it was empty"}.`;
  const both = beside ? ` ${count(beside, "answer")} had another text on each side: both are kept, and your journal shows them.` : "";
  const button = element("button", { type: "button", class: "lp-link-button" }, "Undo");
  button.addEventListener("click", async () => {
    await undo();
    outcome.replaceChildren(element("p", {}, "Undone: everything is as it was before."));
    outcome.focus();
    announcer(liveRegion())("Undone: everything is as it was before.");
  });
  return [element("p", {}, words + both, " ", button)];
}
