/**
 * Copies of what a reader wrote, to keep outside the browser.
 *
 * @typedef {import("./answers.js").Answer} Answer
 */
import { make } from "./drawing.js";

/**
 * @param {Answer[]} answers
 * @returns {string} all that is known of them
 */
export const toJson = (answers) => JSON.stringify({ answers }, null, 1);

/**
 * Hand the reader a file.
 *
 * @param {string} name of the file
 * @param {string} type as in "text/calendar"
 * @param {BlobPart} content
 */
export function offer(name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // some browsers read it only once they have asked where to
}
