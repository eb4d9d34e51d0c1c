/**
 * What is asked today where a reader has begun: one generated module for each series, and for each musing that no series of
 * theirs tells of, so that the notebook does not grow with the site.
 */
import { BASE } from "./answers.js";

/** @typedef {import("./notebook-pages.js").Told} Told */

/**
 * @typedef {object} Begun
 * @property {Map<string, Told | undefined>} series by slug, in the order in which they were begun; nothing where one is gone, or slow
 * @property {Told["musings"]} musings outside of any series, as far as something is known of them
 */

const SLUG = /^[a-z\d]+(-[a-z\d]+)*$/;
const PAGE = /^\/(musings\/)?[a-z\d]+(-[a-z\d]+)*\/$/;
const MOST = 50; // No practice has so many series; a file that somebody brought in might. Of musings, the newest answers' count.
const PATIENCE_MS = 1500;

/** @type {Map<string, Told | undefined>} by address, what has been asked for */
const known = new Map();

/**
 * @param {import("./answers.js").Answer[]} answers oldest first
 * @param {() => void} late called where a module has come after all
 * @returns {Promise<Begun>}
 */
export async function begun(answers, late) {
  const all = inTurn(answers);
  const isLate = await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "late"))]);
  if (isLate === "late") all.then(late);
  const alone = new Map(elsewhere(answers).map((address) => [address, known.get(address)?.musings[0]]));
  const slugs = sound(answers.map(({ address, series }) => (alone.get(address) ?? { series }).series));
  return {
    series: new Map(slugs.map((slug) => [slug, known.get(seriesAt(slug))])),
    musings: [...alone.values()].filter((musing) => musing !== undefined),
  };
}

/**
 * First the series in which answers were written; then the musings that these don't tell of, since they stand alone, or have moved;
 * then the series in which these stand now.
 *
 * @param {import("./answers.js").Answer[]} answers
 */
async function inTurn(answers) {
  await ask(sound(answers.map(({ series }) => series)).map(seriesAt));
  const alone = elsewhere(answers);
  await ask(alone);
  await ask(sound(alone.map((address) => known.get(address)?.musings[0]?.series)).map(seriesAt));
}

/**
 * @param {(string | undefined)[]} slugs
 * @returns {string[]} each once, without what has not the form of one
 */
const sound = (slugs) => [...new Set(slugs)].filter((slug = "") => SLUG.test(slug)).slice(0, MOST).map(String);

/** @param {string} slug */
const seriesAt = (slug) => `/series/${slug}/`;

/**
 * @param {import("./answers.js").Answer[]} answers
 * @returns {string[]} the addresses of which no series that they were written in tells, those of the newest answers last
 */
function elsewhere(answers) {
  const told = new Set();
  for (const slug of sound(answers.map(({ series }) => series)))
    for (const { address, before = [] } of known.get(seriesAt(slug))?.musings ?? []) for (const one of [address, ...before]) told.add(one);
  const newestFirst = new Set([...answers].reverse().map(({ address }) => address));
  return [...newestFirst].filter((address) => PAGE.test(address) && !told.has(address)).slice(0, MOST).reverse();
}

/** @param {string[]} addresses */
async function ask(addresses) {
  await Promise.all(addresses.filter((address) => !known.has(address)).map(load));
}

/** @param {string} address */
async function load(address) {
  const told = await import(`${BASE}${address}prompts.js`).then(
    (module) => module.default,
    () => undefined,
  );
  known.set(address, Array.isArray(told?.musings) ? told : undefined);
}
