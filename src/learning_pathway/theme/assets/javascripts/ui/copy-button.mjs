/**
 * Buttons that copy a reference, with italics or as plain text. They exist only with scripts.
 */
import { announcer, liveRegion } from "./page.mjs";
import { gettext } from "./messages.mjs";
import { element, withHiddenText } from "./dom.mjs";

const READY = "lp-copying";

/** Add two buttons below each reference. */
export function start() {
  const announce = announcer(liveRegion(), 0);
  for (const container of document.querySelectorAll(".lp-citation[data-style]")) {
    if (!(container instanceof HTMLElement) || container.classList.contains(READY)) continue;
    const reference = container.querySelector("p");
    if (!reference) continue;
    container.classList.add(READY);
    const bar = container.appendChild(document.createElement("p"));
    bar.className = "lp-copy";
    const style = container.dataset.style ?? "";
    bar.append(
      button(gettext("Copy"), style, (seen) => void copy(reference, true).then((isCopied) => showResult(seen, reference, isCopied, announce))),
      button(gettext("Copy as plain text"), style, (seen) => void copy(reference, false).then((isCopied) => showResult(seen, reference, isCopied, announce))),
    );
  }
}

/**
 * @param {string} text
 * @param {string} style citation style, for screen readers
 * @param {(seen: HTMLElement) => void} onPress
 */
function button(text, style, onPress) {
  const seen = element("span", {}, text);
  const created = element("button", { type: "button", class: "lp-button lp-button--quiet lp-copy__button" }, ...withHiddenText(gettext("%(seen)s the %(style)s reference"), seen, { style }));
  created.addEventListener("click", () => onPress(seen));
  return created;
}

/**
 * @param {HTMLElement} reference
 * @param {boolean} rich whether to copy HTML in addition to plain text
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(reference, rich) {
  const plain = words(reference);
  try {
    if (rich && typeof ClipboardItem === "function" && navigator.clipboard?.write) {
      const flavours = { "text/html": `<p>${reference.innerHTML}</p>`, "text/plain": plain };
      const blobs = Object.entries(flavours).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } else {
      await navigator.clipboard.writeText(plain);
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} reference */
function words(reference) {
  return (reference.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * Show the result. If the clipboard is unavailable, select the reference.
 * @param {HTMLElement} seen label of the button
 * @param {HTMLElement} reference
 * @param {boolean} isCopied
 * @param {(text: string) => void} announce
 */
function showResult(seen, reference, isCopied, announce) {
  seen.dataset.words ??= seen.textContent ?? "";
  if (isCopied) {
    seen.textContent = gettext("Copied");
    announce(gettext("Copied."));
    setTimeout(() => {
      seen.textContent = seen.dataset.words ?? "";
      announce("");
    }, 2500);
  } else {
    getSelection()?.selectAllChildren(reference);
    announce(gettext("Your browser does not let this page use the clipboard. The reference is selected: copy it with your keyboard or menu."));
    seen.textContent = gettext("Selected: copy it now");
  }
}
