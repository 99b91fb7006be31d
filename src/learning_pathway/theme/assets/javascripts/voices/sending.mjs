/** The last screen: each person saves a receipt, then the sheet and the recording are saved or sent. */
import { download } from "../backup/download.mjs";
import { element } from "../ui/dom.mjs";
import { receipt } from "./sheet.mjs";

/** @typedef {import("./sheet.mjs").Answer} Answer */
/** @typedef {import("./sheet.mjs").Call & { words: Record<string, string> }} Call */

/**
 * @param {Call} call
 * @param {Answer} answer
 * @param {() => void} onSaved called after each receipt
 * @returns {HTMLElement[]} a button for the receipt of each person
 */
export function receiptButtons(call, answer, onSaved) {
  return answer.people.map((person, place) => {
    const isOne = answer.people.length === 1;
    const name = `receipt-${answer.id}${isOne ? "" : `-${place + 1}`}.txt`;
    const label = `${call.words.save_receipt}${isOne ? "" : ` (${call.words.person} ${place + 1})`}`;
    const button = element("button", { type: "button", class: "lp-button" }, label);
    button.addEventListener("click", () => {
      download(name, "text/plain", receipt(call, answer, person));
      onSaved();
    });
    return element("p", {}, button);
  });
}

/**
 * @param {Call} call
 * @param {string} id of the answer
 * @param {string} text the sheet
 * @param {File} [media] the recording
 * @returns {HTMLElement[]} ways to send both, or to save them for a mail
 */
export function waysToSend(call, id, text, media) {
  const { words } = call;
  const name = `answer-${id}.txt`;
  const files = [new File([text], name, { type: "text/plain" }), ...(media ? [media] : [])];
  const save = element("button", { type: "button", class: "lp-button lp-button--quiet" }, (media ? words.save_both : words.save_sheet) ?? "");
  save.addEventListener("click", () => files.forEach((file) => download(file.name, file.type, file)));
  const subject = encodeURIComponent(`${call.id} ${id}`);
  const address = `mailto:${call.sendTo}?subject=${subject}`;
  const mail = element("a", { class: "lp-button lp-button--quiet", href: address }, words.mail ?? "");
  const ways = [save, " ", mail];
  if (navigator.canShare?.({ files })) {
    const share = element("button", { type: "button", class: "lp-button" }, words.share ?? "");
    share.addEventListener("click", () => void navigator.share({ files, title: name }).catch(() => {}));
    ways.unshift(share, " ");
  }
  return [element("p", {}, ...ways), element("p", { class: "lp-small" }, (media ? words.mail_note_both : words.mail_note) ?? "")];
}
