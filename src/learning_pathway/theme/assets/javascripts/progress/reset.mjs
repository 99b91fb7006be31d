/** A button that resets steps to "to do", and can undo that. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { setState, stateOf } from "./progress.mjs";
import { element } from "../ui/dom.mjs";

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {() => string[]} keys
 * @param {string} text label of the button
 * @returns {{ button: HTMLElement, update: () => void }} call `update` when the store has changed
 */
export function resetButton(store, keys, text) {
  const button = element("button", { type: "button", class: "lp-reset", hidden: "" }, text);
  const announce = announcer(liveRegion());
  /** @type {(() => Promise<void>) | undefined} */
  let undo;
  const markedSteps = () => keys().filter((key) => stateOf(store, key));

  const update = () => {
    const some = markedSteps().length > 0;
    if (some) undo = undefined; // the undo must not overwrite newer states
    button.hidden = !some && !undo;
    button.textContent = undo ? gettext("Undo the reset") : text;
  };

  button.addEventListener("click", async () => {
    if (undo) {
      const restore = undo;
      undo = undefined;
      await restore();
      announce(gettext("Your progress is back as it was."));
    } else {
      const steps = markedSteps();
      undo = async () => {}; // listeners run before `setState` returns
      const change = setState(store, steps, "");
      undo = change.undo;
      await change.saved;
      announce(ngettext("%(number)s step set back to “to do”. Press the same button to undo.", "%(number)s steps set back to “to do”. Press the same button to undo.", steps.length));
    }
    update();
  });
  update();
  return { button, update };
}
