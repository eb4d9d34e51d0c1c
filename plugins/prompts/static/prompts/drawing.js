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
 * A box that nobody else hears of: Chromium asks its maker how to fill in every box that it meets, unless its form looks
 * for something. This form is never sent.
 *
 * @param {HTMLTextAreaElement | HTMLInputElement} box
 * @returns {HTMLFormElement}
 */
export const unasked = (box) => make("form", { action: new URL("../search/", import.meta.url).href }, box);

const days = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });

/**
 * @param {number} moment in milliseconds
 * @returns {string} its day in words, in the page's language
 */
export function day(moment) {
  const date = new Date(moment);
  // A device whose clock was wild may have noted a moment that no calendar has.
  return Number.isNaN(date.getTime()) ? "Without a date" : days.format(date);
}
