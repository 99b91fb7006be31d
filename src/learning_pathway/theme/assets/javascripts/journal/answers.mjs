/** Gives every task card of the page its space to write in. */
import { Answering } from "./answer.mjs";
import { takeOver } from "./drafts.mjs";
import { invitation } from "./prompts.mjs";
import { openStore } from "../store/store.mjs";

let prompts = 0;

/** Mounts them all; a card that has its space keeps it. */
export async function start() {
  const cards = [...document.querySelectorAll("[data-lp-answer]")].filter((place) => !place.childElementCount);
  if (!cards.length) return;
  const store = await openStore();
  await takeOver(store);
  for (const place of cards) if (!place.childElementCount) open(store, /** @type {HTMLElement} */ (place));
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {HTMLElement} place
 */
function open(store, place) {
  const key = place.closest("[data-key]")?.getAttribute("data-key");
  const card = place.closest(".lp-task");
  const prompt = /** @type {HTMLElement | null | undefined} */ (card?.querySelector(".lp-task__prompt"));
  if (!key || !card || !prompt) return;
  prompts += 1;
  prompt.id ||= `lp-prompt-${prompts}`;
  const answering = new Answering(store, {
    key,
    prompt: (prompt.dataset.prompt ?? prompt.textContent ?? "").trim(),
    title: card.querySelector(".lp-step__title")?.textContent?.trim() ?? "",
    invitation: invitation(place.dataset.lpAnswer),
    describedBy: prompt.id,
  });
  place.append(...answering.parts);
  answering.growUnseen();
}
