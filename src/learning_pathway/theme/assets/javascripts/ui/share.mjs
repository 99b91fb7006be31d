/** Passes on a resource or a task: through the device's own "Share", else as a link to copy or an e-mail. */
import { home } from "./page.mjs";

let isListening = false;

/** Shows the buttons that this browser can use, and listens for all cards of the page, also those that come later. */
export function start() {
  document.documentElement.classList.add("share" in navigator ? "lp-can-share" : "lp-can-copy");
  if (isListening) return;
  isListening = true;
  addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest(".lp-share > *, .lp-report__copy") : null;
    if (pressed instanceof HTMLElement) act(pressed);
  });
}

/** @param {HTMLElement} pressed */
function act(pressed) {
  if (pressed.matches(".lp-report__copy")) {
    const report = pressed.closest("details")?.querySelector("pre")?.textContent ?? "";
    void import("./copy-text.mjs").then(({ copyText }) => copyText(pressed, report));
    return;
  }
  const { lpShare = "", title = "", text = "" } = pressed.parentElement?.dataset ?? {};
  const url = new URL(lpShare, home).href;
  if (pressed.matches(".lp-share__send")) void navigator.share({ title, text, url }).catch(() => {}); // not shared after all
  else if (pressed.matches(".lp-share__copy")) void import("./copy-text.mjs").then(({ copyText }) => copyText(pressed, url));
  else pressed.setAttribute("href", `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent([title, ...text.split("\n"), url].join("\r\n"))}`);
}
