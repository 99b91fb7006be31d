/** Other texts of the same answer, which two tabs or two devices left: shown beside it until the learner has decided. */
import { momentInWords } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./answer.mjs").Answering} Answering */
/** @typedef {import("../store/records.mjs").Version} Version */

/**
 * Lists them under a writing space. They stay folded away, since what loads must not push the page about.
 * @param {Answering} answering
 */
export function showVersions(answering) {
  const { versions: place, record } = answering;
  const others = record?.others ?? [];
  const shown = others.map(({ at, by }) => `${at} ${by}`).join();
  const { state } = answering;
  const button = state.querySelector(".lp-answer__unfold");
  if (place.dataset.shown === shown && Boolean(button) === others.length > 0) return;
  if (place.dataset.shown !== shown) place.replaceChildren(...others.map((other) => version(answering, other)));
  place.dataset.shown = shown;
  if (!others.length) place.hidden = true;
  button?.remove();
  if (others.length) state.append(unfold(place, others.length));
}

/**
 * @param {HTMLElement} place
 * @param {number} number
 */
function unfold(place, number) {
  const words = ngettext("Another version is kept", "%(number)s other versions are kept", number);
  const button = element("button", { type: "button", class: "lp-link-button lp-answer__unfold" }, words);
  button.setAttribute("aria-expanded", String(!place.hidden));
  button.addEventListener("click", () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
  });
  return button;
}

/**
 * @param {Answering} answering
 * @param {Version} other
 */
function version(answering, other) {
  const when = momentInWords(other.when ?? other.at);
  const add = element("button", { type: "button", class: "lp-link-button" }, gettext("Add it to the answer"));
  add.addEventListener("click", () => {
    answering.append(other.value.text);
    void answering.save(other);
    answering.field.focus();
  });
  const remove = element("button", { type: "button", class: "lp-link-button" }, gettext("Remove it"));
  remove.addEventListener("click", () => {
    if (!remove.dataset.asked) {
      remove.dataset.asked = "true";
      remove.textContent = gettext("Yes, remove these words");
      return;
    }
    void answering.save(other);
    answering.field.focus();
  });
  return element(
    "div",
    { class: "lp-answer__version" },
    element("p", { class: "lp-small" }, gettext("Written on %(time)s, in another tab or on another device:", { time: when })),
    element("p", { class: "lp-answer__words" }, other.value.text),
    element("p", { class: "lp-answer__choices" }, add, " ", remove),
  );
}
