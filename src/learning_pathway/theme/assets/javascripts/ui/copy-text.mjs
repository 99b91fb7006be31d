/** Copies text, and says whether it worked. Where a browser refuses, the text is shown to be copied by hand. */
import { announcer, liveRegion } from "./page.mjs";
import { gettext } from "./messages.mjs";
import { element } from "./dom.mjs";

/**
 * @param {HTMLElement} button whose words become "Copied" for a moment
 * @param {string} text
 */
export async function copyText(button, text) {
  const say = announcer(liveRegion(), 0);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showText(button, text);
    return say(gettext("Your browser does not allow copying here. Copy the text by hand."));
  }
  button.parentElement?.querySelector(".lp-copy-text")?.remove();
  const label = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE) ?? button;
  button.dataset.words ??= label.textContent ?? "";
  label.textContent = gettext("Copied");
  say(gettext("Copied."));
  setTimeout(() => {
    label.textContent = button.dataset.words ?? "";
    say("");
  }, 2500);
}

/**
 * @param {HTMLElement} button
 * @param {string} text
 */
function showText(button, text) {
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "lp-copy-text", readonly: "", rows: "4", "aria-label": gettext("Text to copy") }));
  field.value = text;
  button.parentElement?.querySelector(".lp-copy-text")?.remove();
  button.after(field);
  field.select();
}

/**
 * @param {string} subject
 * @param {string} body
 * @param {string} [to] to no one yet without it
 * @returns {string} the address of an e-mail, with the line ends of RFC 6068
 */
export const mailAddress = (subject, body, to = "") =>
  `mailto:${encodeURIComponent(to).replaceAll("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\r?\n/g, "\r\n"))}`;
