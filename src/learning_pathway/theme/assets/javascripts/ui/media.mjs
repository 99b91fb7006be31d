/**
 * Films and recordings within the page, without watching who watches: nothing is fetched from another site before the
 * learner presses the button. The page holds the address as data; the plain link beside it always stays.
 */
import { announcer } from "./page.mjs";
import { gettext } from "./messages.mjs";

let listening = false;

/** Shows the buttons, whose room is kept: nothing moves, and none can be pressed in vain. Listens for all pages. */
export function start() {
  for (const place of document.querySelectorAll(".lp-media")) place.classList.add("lp-media--ready");
  if (listening) return;
  listening = true;
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(".lp-media button") : null;
    const place = button?.closest(".lp-media");
    if (!(place instanceof HTMLElement)) return;
    if (button?.matches(".lp-media__close")) close(place);
    else if (button?.matches(".lp-media__play")) open(place);
  });
}

/** @param {HTMLElement} place */
function open(place) {
  if (place.querySelector(".lp-media__player")) return;
  if (!navigator.onLine) return say(place, gettext("This device is offline. The player needs the internet."));
  say(place, "");
  const player = document.createElement("div");
  player.className = "lp-media__player";
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", place.dataset.lang ? gettext("Player (%(site)s)", { site: place.dataset.host }) : gettext("Player: %(title)s", { title: place.dataset.title }));
  const leave = player.appendChild(document.createElement("button"));
  Object.assign(leave, { type: "button", className: "lp-media__close", textContent: gettext("Close the player") });
  const screen = place.dataset.kind === "frame" ? frame(place) : recording(place);
  player.append(screen);
  place.append(player);
  place.classList.add("lp-media--open");
  screen.focus();
}

/**
 * Another site's player. YouTube refuses to play where the browser names no page that embeds it, so the frame names
 * our origin (never the page); see developers.google.com/youtube/terms/required-minimum-functionality.
 * @param {HTMLElement} place
 */
function frame({ dataset }) {
  const made = document.createElement("iframe");
  made.title = gettext("%(title)s (%(site)s player)", { title: dataset.title, site: dataset.host });
  if (dataset.lang) made.lang = dataset.lang; // of what is in it, and of its title
  made.referrerPolicy = "strict-origin-when-cross-origin";
  made.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  made.allowFullscreen = true;
  made.src = dataset.src ?? "";
  return made;
}

/**
 * A file, which the browser plays by itself.
 * @param {HTMLElement} place
 */
function recording(place) {
  const { dataset } = place;
  const made = document.createElement(dataset.kind === "video" ? "video" : "audio");
  Object.assign(made, { controls: true, autoplay: true, tabIndex: 0 });
  made.setAttribute("aria-label", dataset.title ?? "");
  if (dataset.lang) made.lang = dataset.lang;
  made.addEventListener("error", () => {
    close(place);
    say(place, gettext("It could not be loaded from %(site)s. The link beside this leads to it.", { site: dataset.host }));
  });
  made.src = dataset.src ?? "";
  return made;
}

/** @param {HTMLElement} place */
function close(place) {
  place.querySelector(".lp-media__player")?.remove();
  place.classList.remove("lp-media--open");
  /** @type {HTMLElement | null} */ (place.querySelector(".lp-media__play"))?.focus();
}

/**
 * @param {HTMLElement} place
 * @param {string} words
 */
function say(place, words) {
  let line = place.querySelector("[role=status]");
  if (!(line instanceof HTMLElement)) {
    if (!words) return;
    line = place.appendChild(document.createElement("p"));
    line.className = "lp-media__said";
    line.setAttribute("role", "status");
  }
  announcer(/** @type {HTMLElement} */ (line), 100)(words);
}
