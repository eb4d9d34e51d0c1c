/**
 * Elements out of words, never out of markup: what a reader wrote is shown as it is.
 *
 * @param {string} name of the element
 * @param {Record<string, unknown>} [properties] of the element, as in `{ className: "facts", onclick: turn }`
 * @param {...(string | Node)} children
 * @returns {any} the element
 */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/**
 * A box that nobody else hears of. Some browsers send what is typed to their maker, to check its spelling or to guess how it
 * goes on: here they are asked to do neither. And Chromium asks its maker how to fill in every box that it meets, unless its
 * form looks for something. This form is never sent.
 *
 * @param {HTMLTextAreaElement | HTMLInputElement} box
 * @returns {HTMLFormElement}
 */
export function unasked(box) {
  Object.assign(box, { autocomplete: "off", spellcheck: false, writingSuggestions: "false" });
  return make("form", { action: new URL("../search/", import.meta.url).href }, box);
}

/** @param {Intl.DateTimeFormatOptions} options */
function teller(options) {
  const { format } = new Intl.DateTimeFormat(document.documentElement.lang, options);
  // A device whose clock was wild may have noted a moment that no calendar has.
  return (/** @type {number} in milliseconds */ moment) => (Math.abs(moment) <= 864e13 ? format(moment) : "Without a date");
}

/** A moment's day in words, in the page's language. */
export const day = teller({ dateStyle: "long" });

/** The same with the time of day. */
export const dayAndTime = teller({ dateStyle: "long", timeStyle: "short" });

/**
 * @param {{ written: number }[]} answers that are shown together, in the order of time
 * @returns {string[]} when each was written: its day, and its time too where another has the same day
 */
export function when(answers) {
  const days = answers.map(({ written }) => day(written));
  return days.map((words, index) => ([days[index - 1], days[index + 1]].includes(words) ? dayAndTime(answers[index].written) : words));
}
