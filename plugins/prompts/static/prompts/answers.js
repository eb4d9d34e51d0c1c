/**
 * The answers that a reader writes, kept in this browser and nowhere else.
 *
 * Each answer has a key of its own in localStorage, and only the visit to a page that began an answer writes to it. So two
 * tabs can't overwrite each other's words, and what is being typed can still be kept while a page is closing. Who goes
 * on with an older answer begins a new one that says which it continues, and up to which of its writings: the older one is
 * *covered* as long as nobody has written more into it, and goes when a page comes next. No clock decides anything.
 */

/**
 * @typedef {object} Answer
 * @property {number} v version of this record
 * @property {string} id
 * @property {number} n how often its visit has written it
 * @property {[string, number]} [after] the answer that this one continues, as it stood at its n-th writing
 * @property {string} prompt the prompt's id in its page
 * @property {string} question as it was asked, plain text
 * @property {string} address of the musing, without the site's base path: "/musings/x/"
 * @property {string} title of the musing
 * @property {string} [series] its series' slug
 * @property {number} written in milliseconds
 * @property {number} changed in milliseconds
 * @property {string} text
 *
 * @typedef {Pick<Answer, "prompt" | "question" | "address" | "title" | "series">} Asked what a prompt asks, and where
 */

/** The site's base path: "" or "/sub". Scripts lie in its /assets/. */
export const BASE = new URL("..", import.meta.url).pathname.slice(0, -1);
const VERSION = 1;
const KEY = `answer:${BASE}:`;

/** @returns {string} the address of this page, as its site writes it, however the browser came to it */
export const here = () =>
  location.pathname
    .slice(BASE.length)
    .replace(/index\.html$/, "")
    .replace(/\/*$/, "/")
    .replace(/\/+/g, "/");

/** @returns {boolean} whether this browser lets a page keep anything at all */
export function isKeeping() {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
}

/**
 * @param {string} [start] of the keys that are wanted
 * @returns {Answer[]} everything readable, the covered ones too, oldest first
 */
export function stored(start = KEY) {
  const found = [];
  if (isKeeping())
    for (const key of Object.keys(localStorage)) {
      const answer = key.startsWith(start) && parsed(localStorage.getItem(key));
      if (answer) found.push(answer);
    }
  return inOrder(found);
}

/** @param {Answer[]} answers */
const inOrder = (answers) => answers.sort((one, other) => one.written - other.written || (one.id < other.id ? -1 : 1));

/** @returns {Answer[]} all that are not covered, oldest first */
export const every = () => uncovered(stored());

/**
 * @param {string[]} addresses of one musing: today's and its former ones
 * @returns {Answer[]} its answers, oldest first
 */
export const of = (addresses) => inOrder(uncovered(addresses.flatMap((address) => stored(`${KEY}${address}:`))));

/**
 * @param {Asked} asked
 * @returns {Answer} a fresh answer, which nothing has been kept of
 */
export function begin(asked) {
  const now = Date.now();
  return { v: VERSION, id: freshId(), n: 0, ...asked, written: now, changed: now, text: "" };
}

/**
 * @param {Answer} answer of an earlier visit, or of another tab
 * @returns {Answer} one that goes on with it
 */
export const resume = (answer) => ({ ...answer, v: VERSION, id: freshId(), n: 0, after: [answer.id, answer.n] });

/**
 * Keep an answer as it stands now. What can't be kept must stay where the reader sees it.
 *
 * @param {Answer} answer of this visit
 * @returns {boolean}
 */
export function keep(answer) {
  const next = { ...answer, n: answer.n + 1, changed: Date.now() };
  // It, or what it goes on with, was deleted elsewhere, and older words may have been brought back since: then this is
  // another answer. It may be one ahead of us: Firefox ends a script in the middle when a tab is closed.
  const [older, upTo] = answer.after ?? [];
  const ahead = Number(read(answer)?.n) - answer.n;
  const isAsItWas = answer.n ? ahead === 0 || ahead === 1 : !older || stored().some(({ id, n }) => id === older && n >= Number(upTo));
  if (!isAsItWas) Object.assign(next, { id: freshId(), after: undefined });
  const done = write(next) || (tidy() && write(next));
  if (done) Object.assign(answer, next);
  return done;
}

/**
 * Take in answers from a copy. Words are only ever added: an answer that is here under the same id and says something else
 * stays, and what the reader has since put into other words is shown beside them.
 *
 * @param {Answer[]} copies
 * @returns {{ added: number, refused: number }} how many are here now, and how many there was no room for
 */
export function adopt(copies) {
  const all = stored();
  const taken = new Set(all.map(keyOf));
  const continued = continuedUpTo(all);
  /** @type {Map<string, string[]>} the words that a reader sees, by the answers that they come from */
  const seen = new Map();
  const see = (/** @type {string} */ id, /** @type {string} */ text) => {
    const texts = seen.get(origin(id));
    if (texts) texts.push(text);
    else seen.set(origin(id), [text]);
  };
  for (const { id, after, text } of uncovered(all)) for (const each of after ? [id, after[0]] : [id]) see(each, text);
  let [added, refused] = [0, 0];
  for (const { after, ...copy } of copies) {
    // What a file says of answers that are here is not believed.
    if (seen.get(origin(copy.id))?.some((text) => text.includes(copy.text))) continue;
    while (taken.has(keyOf(copy)) || copy.n <= continued[copy.id]) copy.id += "+";
    if (!write(copy)) {
      refused++;
      continue;
    }
    added++;
    taken.add(keyOf(copy));
    see(copy.id, copy.text);
  }
  return { added, refused };
}

/**
 * Delete an answer, and what it covers.
 *
 * @param {Answer} answer
 */
export function remove(answer) {
  const [older, n] = answer.after ?? [];
  const all = stored();
  if (isKeeping()) localStorage.removeItem(keyOf(answer));
  for (const one of all) if (one.id === older && one.n <= Number(n)) remove(one);
}

/** Delete every answer, readable or not. */
export function removeEverything() {
  if (isKeeping()) for (const key of Object.keys(localStorage)) if (key.startsWith(KEY)) localStorage.removeItem(key);
}

/**
 * Hear of what changes elsewhere: in another tab, or while this page lay in the back/forward cache.
 *
 * @param {() => void} callback
 * @returns {() => void} stops it
 */
export function watch(callback) {
  const end = new AbortController();
  addEventListener("storage", ({ key }) => (key ?? KEY).startsWith(KEY) && callback(), end);
  addEventListener("pageshow", ({ persisted }) => persisted && callback(), end);
  return () => end.abort();
}

/** @param {string} id of an answer that a copy may have brought under another one */
const origin = (id) => id.replace(/\++$/, "");

/** @param {Answer} answer */
const keyOf = ({ address, id }) => `${KEY}${address}:${id}`;

const freshId = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");

/**
 * @param {Answer[]} answers
 * @returns {Record<string, number>} of each id that is continued, up to which of its writings
 */
function continuedUpTo(answers) {
  const continued = Object.create(null);
  for (const { after } of answers) if (after) continued[after[0]] = Math.max(after[1], continued[after[0]] ?? 0);
  return continued;
}

/**
 * @param {Answer[]} answers
 * @returns {Answer[]}
 */
function uncovered(answers) {
  const continued = continuedUpTo(answers);
  return answers.filter(({ id, n }) => !(n <= continued[id]));
}

/** @param {Answer} answer */
function write(answer) {
  if (!isAnswer(answer)) return false; // nobody would ever see it again
  try {
    const value = JSON.stringify(answer);
    localStorage.setItem(keyOf(answer), value);
    return localStorage.getItem(keyOf(answer)) === value;
  } catch {
    return false;
  }
}

/**
 * @param {Answer} answer
 * @returns {Answer | undefined} what is here under its key
 */
const read = (answer) => parsed(isKeeping() ? localStorage.getItem(keyOf(answer)) : null);

/**
 * Remove what is covered: words that the reader has put into others. A page does so when it comes, and not while the reader
 * writes: till then an emptied box can still give them back.
 *
 * @returns {boolean} whether there was anything
 */
export function tidy() {
  const seen = new Set(every().map(keyOf));
  const covered = stored().filter((answer) => !seen.has(keyOf(answer)));
  for (const answer of covered) localStorage.removeItem(keyOf(answer));
  return covered.length > 0;
}

/**
 * @param {string | null} value
 * @returns {Answer | undefined}
 */
function parsed(value) {
  try {
    const answer = JSON.parse(/** @type {string} */ (value));
    if (isAnswer(answer)) return answer;
  } catch {
    // It is not ours: it stays as it is, and is not shown.
  }
}

/**
 * @param {any} it
 * @returns {it is Answer}
 */
export function isAnswer(it) {
  const { id, prompt, question, address, title, text, n, written, changed, after, series } = it ?? {};
  return (
    [id, prompt, question, address, title, text, series ?? ""].every((words) => typeof words === "string") &&
    /^[a-z\d+]+$/.test(id) &&
    /^\/([^\s/\\:?#]+\/)*$/.test(address) &&
    [n, written, changed].every(Number.isFinite) &&
    (after === undefined || (Array.isArray(after) && typeof after[0] === "string" && Number.isFinite(after[1])))
  );
}
