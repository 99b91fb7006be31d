/** Adds an answer field to every task card. */
import { AnswerField, invitation } from "./answer.mjs";
import { openStore } from "../store/store.mjs";

let promptCount = 0;

/** Add the fields that are missing. */
export async function start() {
  const cards = [...document.querySelectorAll("[data-lp-answer]")].filter((container) => !container.childElementCount);
  if (!cards.length) return;
  const store = await openStore();
  for (const place of cards) if (!place.childElementCount) showField(store, /** @type {HTMLElement} */ (place));
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {HTMLElement} container
 */
function showField(store, container) {
  const key = container.closest("[data-key]")?.getAttribute("data-key");
  const card = container.closest(".lp-task");
  const prompt = /** @type {HTMLElement | null | undefined} */ (card?.querySelector(".lp-task__prompt"));
  if (!key || !card || !prompt) return;
  promptCount += 1;
  prompt.id ||= `lp-prompt-${promptCount}`;
  const answerField = new AnswerField(store, {
    key,
    prompt: (prompt.dataset.prompt ?? prompt.textContent ?? "").trim(),
    title: card.querySelector(".lp-step__title")?.textContent?.trim() ?? "",
    invitation: invitation(container.dataset.lpAnswer),
    describedBy: prompt.id,
  });
  container.append(...answerField.parts);
  answerField.growOffScreen();
}
