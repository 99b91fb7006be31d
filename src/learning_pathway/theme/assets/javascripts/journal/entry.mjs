/** An answer on the journal page. */
import { formatDateTime } from "../ui/dates.mjs";
import { EARLIER_PROMPT, OTHER_VERSION, CURRENT_PROMPT, promptBlocks } from "./journal-document.mjs";
import { read } from "./markdown.mjs";
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { element, renderBlocks, withHiddenText } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("./reflections.mjs").AnswerVersion} AnswerVersion */

/** Level of an answer's heading; headings in its text start one level below. */
const LEVEL = 3;

/**
 * @param {Reflection} reflection
 * @param {() => void} edit
 */
export function entryView(reflection, edit) {
  const [answer, ...others] = reflection.versions;
  return article(
    reflection,
    ...(answer ? textOf(answer) : []),
    ...others.map((other) =>
      element("div", { class: "lp-answer__version" }, element("p", { class: "lp-small" }, OTHER_VERSION), ...textOf(other)),
    ),
    actions(reflection, gettext("Edit"), edit),
  );
}

/**
 * @param {Reflection} reflection
 * @param {...HTMLElement} parts
 */
export function article({ key, title, promptNow, versions: [answer] }, ...parts) {
  const id = `entry--${key.replace(":", "--")}`;
  return element(
    "article",
    { class: "lp-entry", "data-key": key, "aria-labelledby": id },
    element(`h${LEVEL}`, { class: "lp-entry__title", id }, title),
    ...renderBlocks(promptBlocks(answer?.prompt ?? "")),
    ...(answer?.earlier ?? []).flatMap((prompt) => [smallText(EARLIER_PROMPT), ...renderBlocks(promptBlocks(prompt))]),
    ...(promptNow ? [smallText(CURRENT_PROMPT), ...renderBlocks(promptBlocks(promptNow))] : []),
    ...parts,
  );
}

/** @param {string} label */
const smallText = (label) => element("p", { class: "lp-small" }, label);

/** @param {AnswerVersion} writing */
function textOf({ text, when }) {
  const time = element("time", { datetime: new Date(when).toISOString() }, formatDateTime(when));
  return [
    element("div", { class: "lp-entry__text" }, ...renderBlocks(read(text), LEVEL)),
    element("p", { class: "lp-small lp-entry__when" }, ...fillPlaceholders(gettext("Written on %(time)s"), { time })),
  ];
}

/**
 * @param {Reflection} reflection
 * @param {string} label
 * @param {() => void} onPress
 */
export function actions({ title, href }, label, onPress) {
  const name = gettext("%(seen)s: %(name)s");
  const button = element("button", { type: "button", class: "lp-link-button" }, ...withHiddenText(name, label, { name: title }));
  button.addEventListener("click", onPress);
  const link = href ? [element("a", { href }, ...withHiddenText(name, gettext("Go to the task"), { name: title }))] : [];
  return element("p", { class: "lp-entry__actions" }, button, " ", ...link);
}
