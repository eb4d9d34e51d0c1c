/** What the series ask that a reader has begun: one generated module each, so that the notebook does not grow with the site. */
import { BASE } from "./answers.js";

/** @typedef {import("./notebook-pages.js").ToldSeries} ToldSeries */

const SLUG = /^[a-z\d]+(-[a-z\d]+)*$/;
const MOST = 50; // No practice has so many; a file that somebody brought in might.
const PATIENCE_MS = 1500;

/** @type {Map<string, ToldSeries | undefined>} */
const known = new Map();

/**
 * @param {import("./answers.js").Answer[]} answers oldest first
 * @param {() => void} late called where a module has come after all
 * @returns {Promise<Map<string, ToldSeries | undefined>>} by slug; nothing where a series is gone, or slow
 */
export async function seriesBegun(answers, late) {
  const slugs = [...new Set(answers.map(({ series }) => series ?? ""))].filter((slug) => SLUG.test(slug)).slice(0, MOST);
  const wanted = slugs.filter((slug) => !known.has(slug));
  if (wanted.length) {
    const all = Promise.all(wanted.map(load));
    const isLate = await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "late"))]);
    if (isLate === "late") all.then(late);
  }
  return new Map(slugs.map((slug) => [slug, known.get(slug)]));
}

/** @param {string} slug */
async function load(slug) {
  const told = await import(`${BASE}/series/${slug}/prompts.js`).then(
    (module) => module.default,
    () => undefined,
  );
  known.set(slug, Array.isArray(told?.musings) ? told : undefined);
}
