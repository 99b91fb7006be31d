// Checks a form while someone types, and warns before changes are left behind. The desk works without it.
(() => {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-check], form[data-unsaved]"));
  const answer = /** @type {HTMLElement | null} */ (document.querySelector("main [role=alert], #conflict, #review"));
  if (answer) {
    answer.tabIndex = -1;
    answer.focus();
  }
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const folded = target?.closest("details:not([open])");
  if (folded && target) {
    folded.setAttribute("open", "");
    target.scrollIntoView();
  }
  if (!form) return;

  const live = /** @type {HTMLElement} */ (form.querySelector("[data-live]"));
  const begun = state();
  let done = false;
  let number = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** What is in the form, as it is sent. */
  function state() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (form))) if (typeof value === "string") data.append(name, value);
    return data.toString();
  }

  /**
   * @param {string} tag
   * @param {string} text
   */
  function element(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  /**
   * Shows what is wrong at each box.
   * @param {Record<string, string[]>} boxes
   */
  function showFaults(boxes) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-fault]"))) {
      const words = boxes[place.dataset.fault ?? ""] ?? [];
      place.textContent = words.join(" ");
      place.hidden = words.length === 0;
      const box = form?.elements.namedItem(place.dataset.fault ?? "");
      if (!(box instanceof HTMLElement)) continue;
      box.toggleAttribute("aria-invalid", false);
      if (words.length) box.setAttribute("aria-invalid", "true");
    }
  }

  /**
   * Says what would change, and what keeps it from being saved.
   * @param {{words?: string[], stops?: string[], error?: string}} found
   */
  function showWords(found) {
    live.replaceChildren();
    const stops = found.error ? [found.error] : (found.stops ?? []);
    if (!stops.length && !(found.words ?? []).length) return;
    live.className = stops.length ? "live stop" : "live review";
    const list = document.createElement("ul");
    for (const line of [...stops, ...(found.words ?? [])]) list.append(element("li", line));
    live.append(element("strong", stops.length ? "This can’t be saved yet" : "Not saved yet"), list);
  }

  async function check() {
    const own = ++number;
    try {
      const answer = await fetch(/** @type {string} */ (form?.dataset.check), {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: state(),
      });
      if (!answer.ok) return;
      const found = await answer.json();
      if (own !== number) return; // something else was typed meanwhile
      showFaults(found.boxes ?? {});
      showWords(found);
    } catch {
      return; // the desk has been stopped; the form says so when it is sent
    }
  }

  if (form.dataset.check) {
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(check, 400);
    });
  }
  const leave = () => {
    done = true;
  };
  form.addEventListener("submit", leave);
  form.querySelector("[data-leave]")?.addEventListener("click", leave);
  window.addEventListener("beforeunload", (event) => {
    if (!done && ("unsaved" in form.dataset || state() !== begun)) event.preventDefault();
  });
})();
