/**
 * Takes a reference to the clipboard: with its italics, for a document, or as plain text. The page shows the references
 * in full; without scripts there are no buttons, and they are copied like any other words.
 */
import { announcer, liveRegion } from "./announce.mjs";

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
      button("Copy", ` the ${style} reference`, (pressed) => void copy(reference, true).then((done) => tell(pressed, reference, done, say))),
      button("Copy as plain text", ` the ${style} reference`, (pressed) => void copy(reference, false).then((done) => tell(pressed, reference, done, say))),
    );
  }
}

/**
 * @param {string} words
 * @param {string} rest what only a screen reader needs
 * @param {(pressed: HTMLButtonElement) => void} press
 */
function button(words, rest, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "lp-button lp-button--quiet lp-copy__button";
  const seen = made.appendChild(document.createElement("span"));
  seen.textContent = words;
  const heard = made.appendChild(document.createElement("span"));
  heard.className = "lp-hidden";
  heard.textContent = rest;
  made.addEventListener("click", () => press(made));
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
 * @param {HTMLButtonElement} pressed
 * @param {HTMLElement} reference
 * @param {boolean} done
 * @param {(words: string) => void} say
 */
function tell(pressed, reference, done, say) {
  const seen = /** @type {HTMLElement} */ (pressed.firstElementChild);
  seen.dataset.words ??= seen.textContent ?? "";
  if (done) {
    seen.textContent = "Copied";
    say("Copied.");
    setTimeout(() => {
      seen.textContent = seen.dataset.words ?? "";
      say("");
    }, 2500);
  } else {
    getSelection()?.selectAllChildren(reference);
    say("Your browser does not let this page use the clipboard. The reference is selected: copy it with your keyboard or menu.");
    seen.textContent = "Selected: copy it now";
  }
}
