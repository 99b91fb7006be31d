/** What a task asks, and how its writing space invites to answer. */
import { gettext } from "../ui/messages.mjs";

/** By the mode of the task: alone, in pairs, in a group. */
/** @type {Record<string, string>} */
const INVITATIONS = {
  alone: gettext("What comes to mind?"),
  pairs: gettext("What came up between the two of you?"),
  group: gettext("What came up in the group?"),
};

/** @param {string | undefined} mode */
export const invitation = (mode) => INVITATIONS[mode ?? ""] ?? INVITATIONS.alone;

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean} whether they differ in nothing but space
 */
export function sameWords(one, other) {
  return one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();
}
