/**
 * A set of questions: chosen by a coach, carried in the fragment of a link, which no browser sends to anybody.
 *
 *     #carry-less=q-1a2b3c4d,held-back&at-pace=q-5e6f7a8b
 */

/** @typedef {{ slug: string, id: string }} Choice a question: its musing's slug, and its own id there */

/** The site's base path: "" or "/sub". Scripts lie in its /assets/. */
export const BASE = new URL("..", import.meta.url).pathname.slice(0, -1);
/** How many questions a set may hold: more would not fit into a link that every program leaves whole. */
export const MOST = 60;

const KEY = `picked:${BASE}`;
const SLUG = /^[a-z\d]{1,100}(-[a-z\d]{1,100}){0,50}$/;
const ID = /^[a-z][\p{L}\p{N}_-]{0,100}(\.\d{1,3})?$/iu;

/**
 * Nothing of a fragment is believed but what has the form of a slug and of an id.
 *
 * @param {string} fragment with its "#" or without
 * @returns {{ choices: Choice[], isWhole: boolean }} in the order in which they were chosen; whether nothing was left out
 */
export function read(fragment) {
  const parts = decoded(fragment)
    .split(/&(?:amp;)?/)
    .filter(Boolean)
    .flatMap((part) => {
      const [slug, ids = ""] = part.split("=");
      return ids.split(",").map((id) => ({ slug, id }));
    });
  const sound = parts.filter(({ slug, id }) => SLUG.test(slug) && ID.test(id));
  const choices = sound.filter((one, index) => sound.findIndex((other) => isSame(one, other)) === index);
  return { choices: choices.slice(0, MOST), isWhole: sound.length === parts.length && choices.length <= MOST };
}

/**
 * @param {Choice[]} choices
 * @returns {string} the fragment, with its "#"; "" where nothing is chosen
 */
export function write(choices) {
  let text = "";
  choices.forEach(({ slug, id }, index) => {
    const isSameMusing = slug === choices[index - 1]?.slug;
    text += isSameMusing ? "," : `${index ? "&" : "#"}${slug}=`;
    text += encodeURIComponent(id);
  });
  return text;
}

/** @returns {Choice[]} what was chosen so far, on other pages of this visit too */
export function picked() {
  try {
    return read(sessionStorage.getItem(KEY) ?? "").choices;
  } catch {
    return [];
  }
}

/** @param {Choice[]} choices to be found on the next page; where storage is forbidden, each page begins anew */
export function remember(choices) {
  try {
    if (choices.length) sessionStorage.setItem(KEY, write(choices));
    else sessionStorage.removeItem(KEY);
  } catch {
    // The choice still stands on this page.
  }
}

/**
 * @param {Choice} one
 * @param {Choice} other
 */
export const isSame = (one, other) => one.slug === other.slug && one.id === other.id;

/** @param {string} fragment */
function decoded(fragment) {
  const text = fragment.replace(/^#/, "");
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // cut short within a letter
  }
}
