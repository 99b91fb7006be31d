/**
 * Takes a reference to the clipboard: with its italics, for a document, or as plain text. The page shows the references
 * in full; without scripts there are no buttons, and they are copied like any other words.
 */
import { announcer, liveRegion } from "./page.mjs";
import { gettext } from "./messages.mjs";
import { element, withHidden } from "./dom.mjs";

const READY = "lp-copying";

/** Puts two buttons below each reference of the page. */
export function start() {
  const say = announcer(liveRegion(), 0);
  for (const place of document.querySelectorAll(".lp-citation[data-style]")) {
    if (!(place instanceof HTMLElement) || place.classList.contains(READY)) continue;
    const reference = place.querySelector("p");
    if (!reference) continue;
    place.classList.add(READY);
    const bar = place.appendChild(document.createElement("p"));
    bar.className = "lp-copy";
    const style = place.dataset.style ?? "";
    bar.append(
      button(gettext("Copy"), style, (seen) => void copy(reference, true).then((done) => tell(seen, reference, done, say))),
      button(gettext("Copy as plain text"), style, (seen) => void copy(reference, false).then((done) => tell(seen, reference, done, say))),
    );
  }
}

/**
 * @param {string} words
 * @param {string} style what the reference is written in, which only a screen reader is told
 * @param {(seen: HTMLElement) => void} press
 */
function button(words, style, press) {
  const seen = element("span", {}, words);
  const made = element("button", { type: "button", class: "lp-button lp-button--quiet lp-copy__button" }, ...withHidden(gettext("%(seen)s the %(style)s reference"), seen, { style }));
  made.addEventListener("click", () => press(seen));
  return made;
}

/**
 * @param {HTMLElement} reference
 * @param {boolean} rich whether programs that know italics get them; the plain text always goes along
 * @returns {Promise<boolean>} whether the clipboard took it
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
 * Says what came of it; where the clipboard is out of reach, the reference is selected, so that one key finishes the work.
 * @param {HTMLElement} seen the words of the button
 * @param {HTMLElement} reference
 * @param {boolean} done
 * @param {(words: string) => void} say
 */
function tell(seen, reference, done, say) {
  seen.dataset.words ??= seen.textContent ?? "";
  if (done) {
    seen.textContent = gettext("Copied");
    say(gettext("Copied."));
    setTimeout(() => {
      seen.textContent = seen.dataset.words ?? "";
      say("");
    }, 2500);
  } else {
    getSelection()?.selectAllChildren(reference);
    say(gettext("Your browser does not let this page use the clipboard. The reference is selected: copy it with your keyboard or menu."));
    seen.textContent = gettext("Selected: copy it now");
  }
}
