/** How long ago something was, in words; and numbers in words, as far as anybody says them. */

const WORDS =
  "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(" ");
const FIRST = Date.UTC(2020, 0); // Nothing was written here before; a clock that says so was wrong.

/**
 * @param {number} number from 0
 * @param {string} one of which there are so many: "answer"
 * @returns {string} "no answers", "one answer", "seven answers", "more than twenty answers"
 */
export const inWords = (number, one) => `${WORDS[number] ?? "more than twenty"} ${one}${number === 1 ? "" : "s"}`;

/**
 * @param {number} moment in milliseconds
 * @param {number} [now]
 * @returns {string} "a month ago", "three months ago", "two years ago"; "" for less than a month, and where a clock was wrong
 */
export function longAgo(moment, now = Date.now()) {
  const [then, today] = [new Date(moment), new Date(now)];
  if (!(moment >= FIRST && moment <= now)) return "";
  const passed = (today.getFullYear() - then.getFullYear()) * 12 + today.getMonth() - then.getMonth();
  const months = passed - Number(today.getDate() < then.getDate());
  const [number, unit] = months < 12 ? [months, "month"] : [Math.floor(months / 12), "year"];
  if (number < 1 || number > 20) return "";
  return number === 1 ? `a ${unit} ago` : `${inWords(number, unit)} ago`;
}
