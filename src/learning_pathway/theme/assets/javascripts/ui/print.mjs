/** A button that prints the page, or keeps it as a PDF. */
import { gettext } from "./messages.mjs";
import { element } from "./dom.mjs";

/** @param {HTMLElement} place where it goes */
export function start(place) {
  const button = element("button", { class: "lp-button lp-button--quiet", type: "button" }, gettext("Print this record"));
  button.addEventListener("click", () => print());
  place.replaceChildren(button);
}
