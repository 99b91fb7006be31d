/** Editing an answer on the journal page; loaded on demand. */
import { AnswerField, invitation } from "./answer.mjs";
import { actions, article } from "./entry.mjs";
import { gettext } from "../ui/messages.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Reflection} reflection
 * @param {Store} store
 * @param {(focus: (target: HTMLElement | null | undefined) => void) => void} onDone called with what moves the focus on
 */
export function entryEditor(reflection, store, onDone) {
  const { key, title, mode, promptNow, versions: writings } = reflection;
  const answerField = new AnswerField(store, {
    key,
    prompt: writings[0]?.prompt ?? promptNow,
    title,
    invitation: invitation(mode),
  });
  const container = element("div", { class: "lp-answer" }, ...answerField.parts);
  const finish = () => {
    const focus = focusLater();
    void answerField.save().then(() => onDone(focus));
  };
  const created = article(reflection, container, actions(reflection, gettext("Done"), finish));
  answerField.field.addEventListener("keydown", (event) => event.key === "Escape" && finish());
  answerField.grow();
  return created;
}
