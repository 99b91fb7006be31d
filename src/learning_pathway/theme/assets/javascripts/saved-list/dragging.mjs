/** Dragging a work to another place of the list: for a pointer, beside the buttons that do the same for everyone. */

/**
 * @param {HTMLElement} list its lines hold an element with `draggable`, and their key as `data-key`
 * @param {(key: string, to: number) => unknown} move
 */
export function letDrag(list, move) {
  /** @type {HTMLElement | undefined} */
  let line;
  const lines = () => [...list.children].filter((one) => one !== line && one.querySelector("[draggable]"));
  const follower = (/** @type {DragEvent} */ { clientY }) =>
    lines().find((one) => clientY < one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2);
  const show = (/** @type {Element | undefined} */ before) => {
    for (const one of list.children) one.classList.toggle("lp-saved__work--goal", one === before);
    list.classList.toggle("lp-saved__list--goal", Boolean(line) && !before);
  };
  list.addEventListener("dragstart", (event) => {
    line = /** @type {HTMLElement} */ (event.target).closest("li") ?? undefined;
    if (!line || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", line.querySelector("a")?.href ?? "");
    event.dataTransfer.setDragImage(line, 0, 0);
  });
  list.addEventListener("dragover", (event) => {
    if (!line) return;
    event.preventDefault();
    show(follower(event));
  });
  list.addEventListener("drop", (event) => {
    if (!line) return;
    event.preventDefault();
    const others = lines();
    const before = follower(event);
    void move(line.dataset.key ?? "", before ? others.indexOf(before) : others.length);
  });
  list.addEventListener("dragend", () => {
    line = undefined;
    show(undefined);
  });
}
