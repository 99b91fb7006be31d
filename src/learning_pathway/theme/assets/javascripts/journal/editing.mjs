/** One answer on the journal page, to be written on in place; fetched when someone wants to. */
import { Answering } from "./answer.mjs";
import { actions, article } from "./entry.mjs";
import { gettext } from "../ui/messages.mjs";
import { invitation } from "./prompts.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Reflection} reflection
 * @param {Store} store
 * @param {() => void} done
 */
export function editing(reflection, store, done) {
  const { key, title, mode, promptNow, writings } = reflection;
  const answering = new Answering(store, {
    key,
    prompt: writings[0]?.prompt ?? promptNow,
    title,
    invitation: invitation(mode),
  });
  const place = element("div", { class: "lp-answer" }, ...answering.parts);
  const finish = () => void answering.save().then(done);
  const made = article(reflection, place, actions(reflection, gettext("Done"), finish));
  answering.field.addEventListener("keydown", (event) => event.key === "Escape" && finish());
  answering.grow();
  return made;
}
