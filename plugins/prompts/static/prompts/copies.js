/** Copies of a notebook: as Markdown to read, as JSON to bring back; and what is in a file that says it is one. */
import { BASE, isAnswer } from "./answers.js";
import { dayAndTime, make } from "./drawing.js";

/** @typedef {import("./answers.js").Answer} Answer */

const KIND = "notebook of reflection prompts";
const VERSION = 1;
const MOST = 2e7; // Four times what a browser keeps.
const MOST_ANSWERS = 20_000; // What a browser keeps holds fewer, were each a single word.
/** @type {(keyof Answer)[]} */
const FIELDS = ["v", "id", "n", "prompt", "question", "address", "title", "series", "written", "changed", "text"];

/** Why a file cannot be brought back, in words for its reader. */
export class NotACopy extends Error {}

const TOO_LARGE = "This file is larger than any notebook. Nothing was brought back.";
const TOO_MANY = "This file holds more than 20,000 answers, which is more than any notebook. Nothing was brought back.";
const NO_COPY = "This file is not a copy of a notebook, or it is damaged. Nothing was brought back.";
const NEWER = "This copy was made by a newer version of this page. Load this page again, then bring the copy back.";

/**
 * @param {Answer[]} answers in the order in which they are to be read
 * @returns {string}
 */
export function toMarkdown(answers) {
  const lines = ["# My notebook"];
  let [place, asked] = ["", ""];
  for (const { title, address, question, written, text } of answers) {
    const isElsewhere = place !== (place = address);
    if (isElsewhere) lines.push(`## ${oneLine(title)}`, `<${location.origin}${BASE}${address}>`);
    if (isElsewhere || asked !== question) lines.push(`### ${oneLine(question)}`);
    asked = question;
    lines.push(`*${dayAndTime(written)}*`, text);
  }
  return `${lines.join("\n\n")}\n`;
}

/**
 * @param {Answer[]} answers
 * @returns {string}
 */
export const toJson = (answers) => `${JSON.stringify({ kind: KIND, v: VERSION, answers }, null, 1)}\n`;

/**
 * @param {string} text of a file
 * @returns {{ answers: Answer[], bad: string[] }} what can be brought back, and what to call each record that can't
 * @throws {NotACopy}
 */
export function fromJson(text) {
  if (text.length > MOST) throw new NotACopy(TOO_LARGE);
  const told = parsed(text);
  if (told?.kind !== KIND || !Array.isArray(told.answers)) throw new NotACopy(NO_COPY);
  if (told.v > VERSION) throw new NotACopy(NEWER);
  if (told.answers.length > MOST_ANSWERS) throw new NotACopy(TOO_MANY);
  /** @type {Map<string, number>} */
  const seen = new Map();
  const answers = [];
  const bad = [];
  for (const [index, record] of told.answers.entries()) {
    const key = isSound(record) ? `${record.address}:${record.id}` : "";
    const often = (seen.get(key) ?? 0) + 1;
    seen.set(key, often);
    // No notebook has one name twice; a few copies may have been put together by hand.
    if (key && often < 10) answers.push(known(record));
    else bad.push(nameOf(record, index + 1));
  }
  return { answers, bad };
}

/**
 * @param {File} file
 * @returns {Promise<ReturnType<typeof fromJson>>}
 * @throws {NotACopy}
 */
export async function fromFile(file) {
  if (file.size > MOST) throw new NotACopy(TOO_LARGE);
  const text = await file.text().catch(() => "");
  return fromJson(text.replace(/^\ufeff/, ""));
}

/**
 * Offer a file to keep.
 *
 * @param {string} name
 * @param {string} type as in "text/calendar"
 * @param {BlobPart} content
 */
export function offer(name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // some browsers read it only once they have asked where to
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotACopy(NO_COPY);
  }
}

/** @param {any} it */
const isSound = (it) =>
  it?.v === 1 &&
  typeof it.id === "string" &&
  typeof it.address === "string" &&
  isAnswer(it) &&
  it.id.length + it.address.length < 2000 &&
  Number.isSafeInteger(it.n) &&
  it.text.trim() !== "";

/**
 * Only what an answer has: whatever else a record holds, however deep, stays in the file.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
const known = (answer) => /** @type {any} */ (Object.fromEntries(FIELDS.filter((name) => name in answer).map((name) => [name, answer[name]])));

/**
 * @param {any} record
 * @param {number} number
 */
function nameOf(record, number) {
  const words = [record?.question, record?.text].find((it) => typeof it === "string" && it.trim());
  return words ? `record ${number}, “${oneLine(words).slice(0, 40)}”` : `record ${number}`;
}

/** @param {string} words */
const oneLine = (words) => words.replace(/\s+/g, " ").trim();
