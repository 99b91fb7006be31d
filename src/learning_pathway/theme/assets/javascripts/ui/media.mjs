/**
 * Embedded video and audio. Nothing is requested from another site before someone presses the button; the plain link
 * stays.
 */
import { reportLoadFailure, showStatus } from "./page.mjs";
import { gettext } from "./messages.mjs";
import { focusLater } from "./dom.mjs";

let listening = false;

/** Show the buttons and listen for presses on all pages. */
export function start() {
  for (const container of document.querySelectorAll(".lp-media")) container.classList.add("lp-media--ready");
  if (listening) return;
  listening = true;
  // Loaded on focus or hover: the player then starts with the press.
  for (const type of ["click", "focusin", "pointerover"]) document.addEventListener(type, (event) => void handle(event));
}

/** @param {Event} event */
async function handle({ type, target }) {
  const button = target instanceof Element ? target.closest(".lp-media button") : null;
  const container = button?.closest(".lp-media");
  if (!button || !(container instanceof HTMLElement)) return;
  const opens = button.matches(".lp-media__play");
  if (type === "click" && opens && !navigator.onLine) {
    return showStatus(container, gettext("This device is offline. The player needs the internet."));
  }
  const focus = focusLater();
  try {
    const { close, open } = await import("./player.mjs");
    if (type === "click" && opens) focus(open(container));
    else if (type === "click") close(container);
  } catch {
    if (type === "click") reportLoadFailure();
  }
}
