/** Adds an answer field to every task card. */
import { AnswerField, invitation } from "./answer.mjs";
import { setState, stateOf } from "../progress/progress.mjs";
import { openStore } from "../store/store.mjs";

let promptCount = 0;

/** Keys of the steps that writing has set to "doing" since the page was opened: someone who undoes that stays undone. */
const begun = new Set();

/**
 * Set a step to "doing" when its answer is begun.
 * @param {import("../store/store.mjs").Store} store
 * @param {string} key
 * @param {HTMLTextAreaElement} field
 */
function begin(store, key, field) {
  if (begun.has(key) || !field.value.trim() || stateOf(store, key)) return;
  begun.add(key);
  const module = document.querySelector(".lp-meta--module")?.getAttribute("data-module") ?? undefined;
  const { undo } = setState(store, [key], "doing", module);
  field.dispatchEvent(new CustomEvent("lp-begun", { bubbles: true, detail: { undo } }));
}

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
  answerField.field.addEventListener("input", () => begin(store, key, answerField.field));
}
