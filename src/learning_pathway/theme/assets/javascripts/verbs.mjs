/** What a step asks for, in a word. */

/** @type {Record<string, string>} */
export const VERBS = { read: "Read", watch: "Watch", listen: "Listen", task: "Task" };
