/**
 * @param {string} text
 * @returns {string} it, as a search compares it: without accents and capitals, and with one kind of apostrophe
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘]/g, "'")
    .toLowerCase();
}
