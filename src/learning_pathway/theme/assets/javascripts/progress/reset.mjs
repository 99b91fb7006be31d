/** A button that sets steps back to "to do", and then offers to undo that. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { mark, stateOf } from "./progress.mjs";
import { element } from "../ui/dom.mjs";

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {() => string[]} keys
 * @param {string} words what the button says
 * @returns {{ button: HTMLElement, update: () => void }} call `update` when the store has changed
 */
export function resetButton(store, keys, words) {
  const button = element("button", { type: "button", class: "lp-reset", hidden: "" }, words);
  const announce = announcer(liveRegion());
  /** @type {(() => Promise<void>) | undefined} */
  let undo;
  const marked = () => keys().filter((key) => stateOf(store, key));

  const update = () => {
    const some = marked().length > 0;
    if (some) undo = undefined; // what was marked since is not to be undone with it
    button.hidden = !some && !undo;
    button.textContent = undo ? gettext("Undo the reset") : words;
  };

  button.addEventListener("click", async () => {
    if (undo) {
      const putBack = undo;
      undo = undefined;
      await putBack();
      announce(gettext("Your progress is back as it was."));
    } else {
      const steps = marked();
      undo = async () => {}; // the button is told of the change before it is known how to undo it
      const { kept, putBack } = mark(store, steps, "");
      undo = putBack;
      await kept;
      announce(ngettext("%(number)s step set back to “to do”. Press the same button to undo.", "%(number)s steps set back to “to do”. Press the same button to undo.", steps.length));
    }
    update();
  });
  update();
  return { button, update };
}
