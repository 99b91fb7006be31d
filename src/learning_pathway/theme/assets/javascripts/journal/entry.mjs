/** One answer on the journal page. `editing.mjs` lets it be written on in place. */
import { momentInWords } from "../ui/dates.mjs";
import { BEGUN, BESIDE, NOW, plain } from "./journal-document.mjs";
import { read } from "./markdown.mjs";
import { gettext, placed } from "../ui/messages.mjs";
import { element, typeset, withHidden } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("./reflections.mjs").Writing} Writing */

/** Level of an answer's own heading; headings within it begin below. */
const LEVEL = 3;

/**
 * @param {Reflection} reflection
 * @param {() => void} edit
 */
export function reading(reflection, edit) {
  const [answer, ...others] = reflection.writings;
  return article(
    reflection,
    ...(answer ? textOf(answer) : []),
    ...others.map((other) =>
      element("div", { class: "lp-answer__version" }, element("p", { class: "lp-small" }, BESIDE), ...textOf(other)),
    ),
    actions(reflection, gettext("Edit"), edit),
  );
}

/**
 * @param {Reflection} reflection
 * @param {...HTMLElement} parts
 */
export function article({ key, title, promptNow, writings: [answer] }, ...parts) {
  const id = `entry--${key.replace(":", "--")}`;
  return element(
    "article",
    { class: "lp-entry", "data-key": key, "aria-labelledby": id },
    element(`h${LEVEL}`, { class: "lp-entry__title", id }, title),
    ...typeset(plain(answer?.prompt ?? "")),
    ...(answer?.earlier ?? []).flatMap((prompt) => [small(BEGUN), ...typeset(plain(prompt))]),
    ...(promptNow ? [small(NOW), ...typeset(plain(promptNow))] : []),
    ...parts,
  );
}

/** @param {string} words */
const small = (words) => element("p", { class: "lp-small" }, words);

/** @param {Writing} writing */
function textOf({ text, when }) {
  const time = element("time", { datetime: new Date(when).toISOString() }, momentInWords(when));
  return [
    element("div", { class: "lp-entry__text" }, ...typeset(read(text), LEVEL)),
    element("p", { class: "lp-small lp-entry__when" }, ...placed(gettext("Written on %(time)s"), { time })),
  ];
}

/**
 * @param {Reflection} reflection
 * @param {string} words
 * @param {() => void} act
 */
export function actions({ title, href }, words, act) {
  const name = gettext("%(seen)s: %(name)s");
  const button = element("button", { type: "button", class: "lp-link-button" }, ...withHidden(name, words, { name: title }));
  button.addEventListener("click", act);
  const link = href ? [element("a", { href }, ...withHidden(name, gettext("Go to the task"), { name: title }))] : [];
  return element("p", { class: "lp-entry__actions" }, button, " ", ...link);
}
