/**
 * "Ask me again": a calendar file with one day, the question and the way back to it. What was answered is never in it.
 */
import { BASE } from "./answers.js";
import { offer } from "./copies.js";
import { make } from "./drawing.js";

/**
 * @typedef {object} Asks
 * @property {string} prompt the prompt's id in its page
 * @property {string} question plain text
 * @property {string} address of the musing, without the site's base path: "/musings/x/"
 * @property {string} title of the musing
 */

const WHEN = /** @type {[string, number][]} */ ([
  ["In a month", 1],
  ["In three months", 3],
  ["In a year", 12],
]);
const OCTETS = 75;

/**
 * Offer to be asked again.
 *
 * @param {Asks} asks
 * @param {HTMLElement} place
 */
export function askAgain(asks, place) {
  const said = make("p", { role: "status" });
  const buttons = WHEN.map(([name, months]) => {
    const onclick = () => {
      const day = later(new Date(), months);
      offer("question.ics", "text/calendar", calendar(asks, day, new Date(), location.origin + BASE));
      said.textContent = `Open the file to put the question into your calendar, on ${day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" })}.`;
    };
    return make("button", { type: "button", textContent: name, onclick });
  });
  place.replaceChildren(make("p", {}, ...buttons), said);
  buttons[0].focus();
}

/**
 * @param {Date} day
 * @param {number} months
 * @returns {Date} the same day of a later month, or that month's last
 */
export function later(day, months) {
  const first = new Date(day.getFullYear(), day.getMonth() + months, 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  first.setDate(Math.min(day.getDate(), last));
  return first;
}

/**
 * One event of a whole day, wherever its reader will be that day, without an alarm (RFC 5545).
 *
 * @param {Asks} asks
 * @param {Date} day of the reader's own calendar
 * @param {Date} now
 * @param {string} site its address, without a closing slash
 * @returns {string}
 */
export function calendar({ prompt, question, address, title }, day, now, site) {
  const link = `${site}${address}#${prompt}`;
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => `${part}`.padStart(2, "0")).join("");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Cairn//Ask me again//EN",
    "BEGIN:VEVENT",
    // The same question on the same day is one event, however often it is asked for.
    `UID:${prompt}-${date}@${new URL(site).host}`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${date}`,
    `SUMMARY:${escaped(question)}`,
    "DESCRIPTION:" + escaped(title + "\n" + link),
    `URL:${link}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** @param {string} words */
const escaped = (words) => words.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/**
 * @param {string} line
 * @returns {string} with a break and a space before what would be its 76th octet, never within a character
 */
function folded(line) {
  let text = "";
  let octets = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > OCTETS) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
