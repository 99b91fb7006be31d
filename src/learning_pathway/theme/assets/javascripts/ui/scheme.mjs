/**
 * The colour scheme switch: device, light or dark. Style sheets follow the device; only another choice is stored, and
 * choosing the device deletes it. `partials/javascripts/base.html` reads the same key before the first paint.
 */
import { gettext } from "./messages.mjs";
import { remove, read, write } from "../store/local-storage.mjs";

const KEY = "scheme";

/** @type {Record<string, string>} */
const CHOICES = { device: gettext("Colours as on your device"), light: gettext("Light colours"), dark: gettext("Dark colours") };

/** @returns {string} */
function storedScheme() {
  const stored = read(KEY);
  return stored === "light" || stored === "dark" ? stored : "device";
}

/** @param {string} choice */
function applyScheme(choice) {
  if (choice === "device") delete document.documentElement.dataset.lpScheme;
  else document.documentElement.dataset.lpScheme = choice;
}

/** @param {string} choice */
function storeScheme(choice) {
  if (choice === "device") remove(KEY);
  else write(KEY, choice);
}

/** @param {HTMLElement} container */
export function showSchemeSwitch(container) {
  if (container.childElementCount) return;
  const group = document.createElement("fieldset");
  const legend = group.appendChild(document.createElement("legend"));
  legend.textContent = gettext("Colours");
  for (const [choice, words] of Object.entries(CHOICES)) group.append(option(choice, words));
  group.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    applyScheme(value);
    storeScheme(value);
  });
  container.append(group);
}

/**
 * @param {string} choice
 * @param {string} text
 */
function option(choice, text) {
  const label = document.createElement("label");
  label.className = `lp-scheme__choice lp-scheme__choice--${choice}`;
  label.title = text;
  const input = label.appendChild(document.createElement("input"));
  Object.assign(input, { type: "radio", name: "lp-scheme", value: choice, checked: choice === storedScheme() });
  label.appendChild(document.createElement("span")).className = "lp-scheme__icon";
  const name = label.appendChild(document.createElement("span"));
  name.className = "lp-hidden";
  name.textContent = text;
  return label;
}

// Follow a change in another tab.
addEventListener("storage", () => {
  applyScheme(storedScheme());
  for (const input of document.querySelectorAll(".lp-scheme input")) {
    if (input instanceof HTMLInputElement) input.checked = input.value === storedScheme();
  }
});
