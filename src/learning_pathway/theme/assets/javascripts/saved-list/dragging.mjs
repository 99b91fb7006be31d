/** Drag and drop in the saved list; buttons do the same. */

/**
 * @param {HTMLElement} list its items have a `draggable` element and a `data-key`
 * @param {(key: string, to: number) => unknown} move
 */
export function enableDragging(list, move) {
  /** @type {HTMLElement | undefined} */
  let dragged;
  const otherItems = () => [...list.children].filter((one) => one !== dragged && one.querySelector("[draggable]"));
  const itemBelow = (/** @type {DragEvent} */ { clientY }) =>
    otherItems().find((one) => clientY < one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2);
  const show = (/** @type {Element | undefined} */ before) => {
    for (const one of list.children) one.classList.toggle("lp-saved__item--goal", one === before);
    list.classList.toggle("lp-saved__list--goal", Boolean(dragged) && !before);
  };
  list.addEventListener("dragstart", (event) => {
    dragged = /** @type {HTMLElement} */ (event.target).closest("li") ?? undefined;
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("a")?.href ?? "");
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    show(itemBelow(event));
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const others = otherItems();
    const before = itemBelow(event);
    void move(dragged.dataset.key ?? "", before ? others.indexOf(before) : others.length);
  });
  list.addEventListener("dragend", () => {
    dragged = undefined;
    show(undefined);
  });
}
