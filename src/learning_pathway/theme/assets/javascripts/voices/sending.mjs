/** The last screen: each person saves a receipt; then the sheet and the recording are saved or sent. */
import { download } from "../backup/download.mjs";
import { element } from "../ui/dom.mjs";
import { receipt } from "./sheet.mjs";

/** @typedef {import("./sheet.mjs").Answer} Answer */
/** @typedef {import("./sheet.mjs").Call & { words: Record<string, string> }} Call */

/**
 * @param {Call} call
 * @param {Answer} answer
 * @param {() => void} onSaved called when each person has saved a receipt
 * @returns {HTMLElement[]} a button for the receipt of each person
 */
export function receiptButtons(call, answer, onSaved) {
  const waiting = new Set(answer.people);
  return answer.people.map((person, place) => {
    const isOne = answer.people.length === 1;
    const name = `receipt-${answer.id}${isOne ? "" : `-${place + 1}`}.txt`;
    const label = `${call.words.save_receipt}${isOne ? "" : ` (${call.words.person} ${place + 1})`}`;
    const button = element("button", { type: "button", class: "lp-button" }, label);
    button.addEventListener("click", () => {
      download(name, "text/plain", receipt(call, answer, person));
      button.classList.add("lp-button--quiet");
      waiting.delete(person);
      if (!waiting.size) onSaved();
    });
    return element("p", {}, button);
  });
}

/**
 * @param {Call} call
 * @param {string} id of the answer
 * @param {string} text the sheet
 * @param {File | undefined} media the recording
 * @param {() => void} onSaved called when the files are saved or sent
 * @returns {HTMLElement[]} ways to send both, or to save them for a mail
 */
export function waysToSend(call, id, text, media, onSaved) {
  const { words } = call;
  const name = `answer-${id}.txt`;
  const files = [new File([text], name, { type: "text/plain" }), ...(media ? [media] : [])];
  const canShare = navigator.canShare?.({ files });
  const look = canShare ? "lp-button lp-button--quiet" : "lp-button";
  const save = element("button", { type: "button", class: look }, (media ? words.save_both : words.save_sheet) ?? "");
  save.addEventListener("click", () => {
    for (const file of files) download(file.name, file.type, file);
    onSaved();
  });
  const subject = encodeURIComponent(`${call.id} ${id}`);
  const address = `mailto:${call.sendTo}?subject=${subject}`;
  const mail = element("a", { class: "lp-button lp-button--quiet", href: address }, words.mail ?? "");
  const ways = [save, " ", mail];
  const told = element("p", { class: "lp-take-part__error", role: "alert" });
  if (canShare) {
    const share = element("button", { type: "button", class: "lp-button" }, words.share ?? "");
    const refuse = (/** @type {unknown} */ error) => {
      const hasChosenNotTo = error instanceof DOMException && error.name === "AbortError";
      told.textContent = (hasChosenNotTo ? "" : words.share_failed) ?? "";
    };
    share.addEventListener("click", () => void navigator.share({ files, title: name }).then(onSaved, refuse));
    ways.unshift(share, " ");
  }
  return [element("p", {}, ...ways), told, element("p", { class: "lp-small" }, (media ? words.mail_note_both : words.mail_note) ?? "")];
}
