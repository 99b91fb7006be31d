/** What a step asks for, in a word. */
import { gettext } from "./messages.mjs";

/** @type {Record<string, string>} */
export const VERBS = { read: gettext("Read"), watch: gettext("Watch"), listen: gettext("Listen"), task: gettext("Task") };
