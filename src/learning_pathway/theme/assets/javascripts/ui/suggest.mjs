/** The form to suggest a resource: writes the answers as plain text, and into an e-mail and an issue. Stores nothing. */
import { copyText, mailAddress } from "./copy-text.mjs";
import { home } from "./page.mjs";

/** Characters of a link that browsers, mail programs and forges still follow. */
const LONGEST_LINK = 7000;
const VERSION = 1;

/** @param {HTMLElement} form */
export function start(form) {
  if (!(form instanceof HTMLFormElement) || form.dataset.lpReady) return;
  form.dataset.lpReady = "";
  form.addEventListener("input", () => show(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const way of document.querySelectorAll("[data-way]")) {
    way.addEventListener("click", (event) => {
      if (!form.reportValidity()) event.preventDefault();
      else if (way instanceof HTMLButtonElement) void copyText(way, text(answers(form), form));
    });
  }
  show(form);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Map<string, string>} the answers by key; further lines of an answer are indented
 */
function answers(form) {
  const pairs = [...new FormData(form)].map(([key, value]) => [key, String(value).trim().replace(/\s*[\r\n]+\s*/g, "\n  ")]);
  return new Map(/** @type {[string, string][]} */ (pairs));
}

/**
 * @param {Map<string, string>} answered
 * @param {HTMLFormElement} form
 */
function text(answered, form) {
  const named = [...answered].map(([key, value]) => [nameOf(form, key), value]);
  const lines = [...named, [form.dataset.version, VERSION], ...(origin() ? [[form.dataset.page, origin()]] : [])];
  return lines.map(([key, value]) => `${key}: ${value}`.trim() + "\n").join("");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 * @returns {string} what the text calls a question: its label, without a question mark
 */
function nameOf(form, key) {
  const control = form.elements.namedItem(key);
  return (control instanceof HTMLElement && control.dataset.name) || key;
}

/** @returns {string} the page of this site that people came from; empty where they came from elsewhere */
function origin() {
  const [from] = document.referrer.split(/[?#]/);
  return from.startsWith(home.href) && from.length < 500 ? from : "";
}

/** @param {HTMLFormElement} form */
function show(form) {
  const answered = answers(form);
  const written = text(answered, form);
  const place = document.querySelector(".lp-suggest__text > code");
  if (place) place.textContent = written;
  const title = `${form.dataset.subject}${answered.get("title") ?? ""}`;
  const links = { mail: mailLink(form, title, written), issue: issueLink(form, title, written, answered) };
  const isLong = Object.values(links).some((link) => link.length > LONGEST_LINK);
  const note = document.querySelector(".lp-suggest__long");
  if (note instanceof HTMLElement) note.hidden = !isLong;
  for (const [way, link] of Object.entries(links)) {
    document.querySelector(`[data-way="${way}"]`)?.setAttribute("href", link.length > LONGEST_LINK ? shortened(way, form, title) : link);
  }
}

/**
 * @param {string} way
 * @param {HTMLFormElement} form
 * @param {string} title
 */
function shortened(way, form, title) {
  return way === "mail" ? mailLink(form, title, "") : issueLink(form, title, "", new Map());
}

/**
 * @param {HTMLFormElement} form
 * @param {string} title
 * @param {string} written
 */
function mailLink(form, title, written) {
  return mailAddress(title, written, form.dataset.mail);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} title
 * @param {string} written
 * @param {Map<string, string>} answered
 */
function issueLink(form, title, written, answered) {
  const pattern = form.dataset.issue ?? "";
  const filled = pattern.replace("{title}", () => encodeURIComponent(title)).replace("{body}", () => encodeURIComponent(written));
  if (!pattern.includes("&template=")) return filled;
  const given = [...answered, ["page", origin()]].filter(([, value]) => value);
  return filled + given.map(([key, value]) => `&${key}=${encodeURIComponent(value.replaceAll("\n  ", "\n"))}`).join("");
}
