/** The players of embedded video and audio; loaded when someone is about to press a button. */
import { gettext } from "./messages.mjs";
import { showStatus } from "./page.mjs";

/**
 * @param {HTMLElement} container
 * @returns {HTMLElement | undefined} what is to have the focus
 */
export function open(container) {
  if (container.querySelector(".lp-media__player")) return undefined;
  showStatus(container, "");
  const player = document.createElement("div");
  player.className = "lp-media__player";
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", container.dataset.lang ? gettext("Player (%(site)s)", { site: container.dataset.host }) : gettext("Player: %(title)s", { title: container.dataset.title }));
  const closeButton = player.appendChild(document.createElement("button"));
  Object.assign(closeButton, { type: "button", className: "lp-media__close", textContent: gettext("Close the player") });
  const media = container.dataset.kind === "frame" ? playerFrame(container) : mediaElement(container);
  player.append(media);
  if (container.dataset.kind === "frame") player.append(blockedNote(container.dataset));
  container.append(player);
  container.classList.add("lp-media--open");
  return media;
}

/**
 * The player of another site. YouTube needs a referrer to play, so the frame sends our origin, never the page; see
 * developers.google.com/youtube/terms/required-minimum-functionality.
 * @param {HTMLElement} place
 */
function playerFrame({ dataset }) {
  const created = document.createElement("iframe");
  created.title = gettext("%(title)s (%(site)s player)", { title: dataset.title, site: dataset.host });
  if (dataset.lang) created.lang = dataset.lang; // of the content and the title
  created.referrerPolicy = "strict-origin-when-cross-origin";
  created.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  created.allowFullscreen = true;
  created.src = dataset.src ?? "";
  return created;
}

/**
 * What to do where a network blocks the other site: browsers tell a page nothing of it.
 * @param {DOMStringMap} dataset
 */
function blockedNote({ host = "" }) {
  const note = document.createElement("p");
  note.className = "lp-small";
  note.textContent = gettext("Is it empty? Your network may block %(site)s. Try another network, or go on.", { site: host });
  return note;
}

/**
 * A file that the browser plays.
 * @param {HTMLElement} container
 */
function mediaElement(container) {
  const { dataset } = container;
  const created = document.createElement(dataset.kind === "video" ? "video" : "audio");
  Object.assign(created, { controls: true, autoplay: true, tabIndex: 0 });
  created.setAttribute("aria-label", dataset.title ?? "");
  if (dataset.lang) created.lang = dataset.lang;
  created.addEventListener("error", () => {
    close(container);
    showStatus(container, dataset.host ? gettext("It could not be loaded from %(site)s. The link beside this leads to it.", { site: dataset.host }) : gettext("The recording could not be loaded."));
  });
  created.src = dataset.src ?? "";
  if (dataset.captions) created.append(captions(dataset));
  return created;
}

/**
 * @param {DOMStringMap} dataset
 * @returns {HTMLTrackElement} captions that show at once
 */
function captions({ captions: source = "", spoken = "" }) {
  const track = document.createElement("track");
  return Object.assign(track, { kind: "captions", src: source, srclang: spoken, label: gettext("Captions"), default: true });
}

/** @param {HTMLElement} container */
export function close(container) {
  const player = container.querySelector(".lp-media__player");
  const isElsewhere = document.activeElement !== document.body && !player?.contains(document.activeElement);
  player?.remove();
  container.classList.remove("lp-media--open");
  if (!isElsewhere) /** @type {HTMLElement | null} */ (container.querySelector(".lp-media__play"))?.focus();
}
