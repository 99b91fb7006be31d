/**
 * The colour switch: as the device says, light, or dark. The style sheets follow the device by themselves; only a
 * choice that differs from it is kept, and choosing the device again forgets it. `partials/javascripts/base.html`
 * reads the same key before the first paint.
 */
import { gettext } from "./messages.mjs";
import { forget, read, write } from "../store/local-storage.mjs";

const KEY = "scheme";

/** @type {Record<string, string>} */
const CHOICES = { device: gettext("Colours as on your device"), light: gettext("Light colours"), dark: gettext("Dark colours") };

/** @returns {string} */
function chosen() {
  const kept = read(KEY);
  return kept === "light" || kept === "dark" ? kept : "device";
}

/** @param {string} choice */
function wear(choice) {
  if (choice === "device") delete document.documentElement.dataset.lpScheme;
  else document.documentElement.dataset.lpScheme = choice;
}

/** @param {string} choice */
function keep(choice) {
  if (choice === "device") forget(KEY);
  else write(KEY, choice);
}

/** @param {HTMLElement} place */
export function showSchemeSwitch(place) {
  if (place.childElementCount) return;
  const group = document.createElement("fieldset");
  const legend = group.appendChild(document.createElement("legend"));
  legend.textContent = gettext("Colours");
  for (const [choice, words] of Object.entries(CHOICES)) group.append(option(choice, words));
  group.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    wear(value);
    keep(value);
  });
  place.append(group);
}

/**
 * @param {string} choice
 * @param {string} words
 */
function option(choice, words) {
  const label = document.createElement("label");
  label.className = `lp-scheme__choice lp-scheme__choice--${choice}`;
  label.title = words;
  const input = label.appendChild(document.createElement("input"));
  Object.assign(input, { type: "radio", name: "lp-scheme", value: choice, checked: choice === chosen() });
  label.appendChild(document.createElement("span")).className = "lp-scheme__icon";
  const name = label.appendChild(document.createElement("span"));
  name.className = "lp-hidden";
  name.textContent = words;
  return label;
}

// A choice made in another tab of the same site holds here too.
addEventListener("storage", () => {
  wear(chosen());
  for (const input of document.querySelectorAll(".lp-scheme input")) {
    if (input instanceof HTMLInputElement) input.checked = input.value === chosen();
  }
});
