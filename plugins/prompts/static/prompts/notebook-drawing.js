/** The pages of a notebook as elements, built away from the page. */
import { BASE } from "./answers.js";
import { make, when } from "./drawing.js";
import { longAgo } from "./long-ago.js";
import { hasAnswers } from "./notebook-pages.js";

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./notebook-pages.js").Part} Part
 * @typedef {import("./notebook-pages.js").MusingPage} MusingPage
 *
 * @typedef {object} Entry an answer and where it is seen
 * @property {Answer} answer
 * @property {HTMLElement} element
 * @property {HTMLElement} words
 *
 * @typedef {object} Drawn
 * @property {HTMLElement[]} parts
 * @property {Entry[]} entries in reading order
 * @property {Map<string, HTMLElement>} headings of musings, by each of their addresses
 */

/** @param {Answer} answer */
export const keyOf = ({ address, id }) => `${address}:${id}`;

/**
 * @param {Part[]} parts
 * @param {((answer: Answer) => HTMLElement) | undefined} choice what stands beside an answer while some are chosen
 * @returns {Drawn}
 */
export function drawn(parts, choice) {
  /** @type {Drawn} */
  const all = { parts: [], entries: [], headings: new Map() };
  for (const { title, address, musings } of parts) {
    const part = make("section", { className: "notebook-part" });
    if (title) part.append(make("h2", {}, address ? link(address, title) : title));
    part.append(...musings.map((musing) => drawnMusing(musing, title ? "h3" : "h2", all, choice)));
    all.parts.push(part);
  }
  return all;
}

/**
 * @param {MusingPage} musing
 * @param {string} level of its heading
 * @param {Drawn} all
 * @param {((answer: Answer) => HTMLElement) | undefined} choice
 */
function drawnMusing(musing, level, all, choice) {
  const { title, addresses, asked, gone, isTold } = musing;
  const heading = make(level, { className: "notebook-title", tabIndex: -1 }, link(addresses[0], title.trim() || "A musing"));
  for (const address of addresses) all.headings.set(address, heading);
  const section = make("section", { className: hasAnswers(musing) ? "notebook-musing" : "notebook-musing notebook-open" }, heading);
  for (const { ids, question, answers } of asked) {
    const words = make(level === "h2" ? "h3" : "h4", { className: "prompt-question", textContent: question.trim() || "A question" });
    const group = make("div", { className: answers.length ? "notebook-asked" : "notebook-asked notebook-open" }, words);
    const dates = when(answers);
    group.append(...answers.map((answer, index) => drawnAnswer(answer, dates[index], answer.question === question, all, choice)));
    if (!answers.length && isTold)
      group.append(make("p", { className: "facts" }, "No answer yet. ", link(`${addresses[0]}#${ids[0]}`, "Go to this question")));
    section.append(group);
  }
  const dates = when(gone);
  section.append(...gone.map((answer, index) => drawnAnswer(answer, dates[index], false, all, choice)));
  return section;
}

/** An answer's elements, to be copied: of ten thousand, each need not be put together anew. */
const blank = make(
  "div",
  { className: "notebook-answer" },
  make("p", { className: "facts" }, " ", make("button", { type: "button", textContent: "Delete" })),
  make("p", { className: "notebook-words", dir: "auto" }),
);

/**
 * @param {Answer} answer
 * @param {string} date
 * @param {boolean} isAskedSo whether the question above it is the one that it answers, word for word
 * @param {Drawn} all
 * @param {((answer: Answer) => HTMLElement) | undefined} choice
 */
function drawnAnswer(answer, date, isAskedSo, all, choice) {
  const ago = longAgo(answer.written);
  const asked = isAskedSo ? date : `${date}, asked then: ${answer.question}`;
  const element = /** @type {HTMLElement} */ (blank.cloneNode(true));
  const [facts, words] = /** @type {any} */ (element.children);
  facts.firstChild.data = ago ? `${asked} · You wrote this ${ago}` : asked;
  facts.lastChild.value = keyOf(answer);
  facts.lastChild.setAttribute("aria-label", `Delete what you wrote on ${date}`);
  words.textContent = answer.text;
  if (choice) element.prepend(choice(answer));
  all.entries.push({ answer, element, words });
  return element;
}

/**
 * @param {string} address
 * @param {string} textContent
 */
const link = (address, textContent) => make("a", { href: BASE + address, textContent });
