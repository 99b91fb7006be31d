/** Random names and codes that people can read out: Crockford's base 32, without letters that are misread. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * @param {number} length
 * @returns {string} that many random characters of 5 bits each
 */
function random(length) {
  return [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => ALPHABET[byte & 31]).join("");
}

/** @returns {string} the id of a new answer, such as `v-7kq2m9xd` */
export function newId() {
  return `v-${random(8).toLowerCase()}`;
}

/** @returns {string} a take-back code of 100 random bits, in groups of four */
export function newCode() {
  return /** @type {string[]} */ (random(20).match(/.{4}/g)).join("-");
}

/**
 * @param {string} code
 * @returns {Promise<string>} the hash that the sheet carries in its place
 */
export function codeHash(code) {
  return sha256(code.replaceAll("-", ""));
}

/**
 * @param {string | ArrayBuffer} content
 * @returns {Promise<string>} `sha256:` and 64 hexadecimal digits
 */
export async function sha256(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `sha256:${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
