/** Saving the portable file and loading one, on the learner's own page. */
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
  place.append(element("p", {}, save), loading(store));
}

/** @param {Store} store */
function loading(store) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", id: "lp-file", accept: ".json,application/json", required: "" }));
  const replace = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name: "lp-how", value: "replace" }));
  const merge = element("input", { type: "radio", name: "lp-how", value: "merge", checked: "" });
  const how = element(
    "fieldset",
    {},
    element("legend", {}, "What to do with it"),
    element("label", {}, merge, " Add it to what is on this device. We keep the newer version. If two answers differ, we keep both."),
    element("label", {}, replace, " Replace everything on this device."),
  );
  const outcome = element("div", { class: "lp-outcome", tabindex: "-1" });
  const submit = element("button", { class: "lp-button lp-button--quiet" }, "Load this file");
  const form = element("form", { class: "lp-taking-in", "aria-label": "Load a file" }, element("label", { for: "lp-file" }, "A file that you saved earlier"), input, how, submit, outcome);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = input.files ?? [];
    if (!file || form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true"); // a second press would load the file twice
    outcome.replaceChildren(element("p", {}, "Loading the file …"));
    const report = await store.importFile(file, { replace: replace.checked });
    form.removeAttribute("aria-busy");
    outcome.replaceChildren(...(report.ok ? taken(report, outcome) : [element("p", { class: "lp-trouble" }, report.reason)]));
    outcome.focus();
    if (report.ok) /** @type {HTMLFormElement} */ (form).reset();
  });
  return form;
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
    const words = await undo().then(
      () => "Undone: everything is as it was before.",
      () => "Your browser could not undo it. What the file held is still here.",
    );
    outcome.replaceChildren(element("p", {}, words));
    outcome.focus();
    announcer(liveRegion())(words);
  });
  return [element("p", {}, words + both, " ", button)];
}
