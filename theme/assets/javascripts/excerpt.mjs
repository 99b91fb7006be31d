/** What was found, in its surroundings and marked. */

/**
 * The text of some HTML, with what was found marked. The HTML comes from an index of page content: it is parsed
 * where nothing runs, and only its text and its marks are taken over.
 * @param {string} html
 * @param {number} most characters
 */
export function marked(html, most = Infinity) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const parts = textParts(parsed);
  const first = parts.findIndex((part) => part.hit);
  const before = first > 0 ? parts.slice(0, first).map((part) => part.text).join("") : "";
  let skip = before.length > most / 2 ? before.indexOf(" ", before.length - most / 3) + 1 : 0;
  const out = document.createDocumentFragment();
  if (skip) out.append("… ");
  let room = most;
  for (const { text, hit } of parts) {
    const rest = text.slice(Math.min(skip, text.length)).slice(0, room);
    skip = Math.max(0, skip - text.length);
    room -= rest.length;
    if (!rest) continue;
    if (hit) out.appendChild(document.createElement("mark")).textContent = rest;
    else out.append(rest);
    if (room <= 0) {
      out.append(" …");
      break;
    }
  }
  return out;
}

/**
 * @param {Node} node
 * @param {boolean} [hit]
 * @returns {{ text: string, hit: boolean }[]}
 */
function textParts(node, hit = false) {
  if (node.nodeType === Node.TEXT_NODE) return [{ text: (node.textContent ?? "").replace(/\s+/g, " "), hit }];
  const parts = [...node.childNodes].flatMap((child) => textParts(child, hit || child.nodeName === "MARK"));
  return /^(P|LI|DIV|H[1-6]|DT|DD|TR)$/.test(node.nodeName) ? [...parts, { text: " ", hit: false }] : parts;
}
