/** Other versions of an answer, from another tab or device: shown until the learner adds or removes them. */
import { formatDateTime } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./answer.mjs").AnswerField} AnswerField */
/** @typedef {import("../store/records.mjs").Version} Version */

/**
 * Show them below an answer field, collapsed so that the page does not shift.
 * @param {AnswerField} answerField
 */
export function showVersions(answerField) {
  const { versions: place, record } = answerField;
  const others = record?.others ?? [];
  const shown = others.map(({ at, by }) => `${at} ${by}`).join();
  const { state } = answerField;
  const button = state.querySelector(".lp-answer__unfold");
  if (place.dataset.shown === shown && Boolean(button) === others.length > 0) return;
  if (place.dataset.shown !== shown) place.replaceChildren(...others.map((other) => versionElement(answerField, other)));
  place.dataset.shown = shown;
  if (!others.length) place.hidden = true;
  button?.remove();
  if (others.length) state.append(versionsButton(place, others.length));
}

/**
 * @param {HTMLElement} container
 * @param {number} number
 */
function versionsButton(container, number) {
  const label = ngettext("Another version is kept", "%(number)s other versions are kept", number);
  const button = element("button", { type: "button", class: "lp-link-button lp-answer__unfold" }, label);
  button.setAttribute("aria-expanded", String(!container.hidden));
  button.addEventListener("click", () => {
    container.hidden = !container.hidden;
    button.setAttribute("aria-expanded", String(!container.hidden));
  });
  return button;
}

/**
 * @param {AnswerField} answerField
 * @param {Version} other
 */
function versionElement(answerField, other) {
  const when = formatDateTime(other.when ?? other.at);
  const add = element("button", { type: "button", class: "lp-link-button" }, gettext("Add it to the answer"));
  add.addEventListener("click", () => {
    answerField.append(other.value.text);
    void answerField.save(other);
    answerField.field.focus();
  });
  const remove = element("button", { type: "button", class: "lp-link-button" }, gettext("Remove it"));
  remove.addEventListener("click", () => {
    if (!remove.dataset.asked) {
      remove.dataset.asked = "true";
      remove.textContent = gettext("Yes, remove these words");
      return;
    }
    void answerField.save(other);
    answerField.field.focus();
  });
  return element(
    "div",
    { class: "lp-answer__version" },
    element("p", { class: "lp-small" }, gettext("Written on %(time)s, in another tab or on another device:", { time: when })),
    element("p", { class: "lp-answer__words" }, other.value.text),
    element("p", { class: "lp-answer__choices" }, add, " ", remove),
  );
}
