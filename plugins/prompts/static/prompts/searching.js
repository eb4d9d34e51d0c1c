/** Search in one's own answers: by words, whatever their case and accents. */
import { make } from "./drawing.js";

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();

/**
 * @param {string} typed
 * @returns {string[]} the words to look for
 */
export const wordsOf = (typed) => folded(typed).split(/\s+/).filter(Boolean);

/** @type {WeakMap<object, string>} */
const known = new WeakMap();

/**
 * @param {{ text: string }} answer
 * @param {string[]} words
 * @returns {boolean} whether all of them are in it
 */
export function holds(answer, words) {
  let text = known.get(answer);
  if (text === undefined) known.set(answer, (text = folded(answer.text)));
  return words.every((word) => /** @type {string} */ (text).includes(word));
}

/**
 * @param {string} text
 * @param {string[]} words
 * @returns {(string | Node)[]} the text, what was looked for in <mark>
 */
export function marked(text, words) {
  const { plain, places } = traced(text);
  const found = words.flatMap((word) => occurrences(plain, word)).sort(([one, longer], [other, end]) => one - other || end - longer);
  const parts = [];
  let done = 0;
  for (const [start, end] of found) {
    const [from, to] = places ? [places[start], places[end]] : [start, end];
    if (from < done) continue;
    parts.push(text.slice(done, from), make("mark", { textContent: text.slice(from, to) }));
    done = to;
  }
  return [...parts, text.slice(done)];
}

/**
 * @param {string} plain
 * @param {string} word
 */
function occurrences(plain, word) {
  /** @type {[number, number][]} */
  const found = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) found.push([at, at + word.length]);
  return found;
}

/**
 * The text folded, and of each place in it the place in the text: an é of two signs is one e.
 *
 * @param {string} text
 */
function traced(text) {
  // Most text has no accents; then each sign is in its own place.
  if (/^[ -~\s]*$/.test(text)) return { plain: text.toLowerCase(), places: undefined };
  let [plain, at] = ["", 0];
  const places = [];
  for (const sign of text) {
    const fold = folded(sign);
    for (let index = 0; index < fold.length; index++) places.push(at);
    plain += fold;
    at += sign.length;
  }
  places.push(at);
  return { plain, places };
}
