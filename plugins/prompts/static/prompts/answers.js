/**
 * The answers that a reader writes, kept in this browser and nowhere else.
 *
 * Each answer has a key of its own in localStorage, and only the visit to a page that began an answer writes to it. So two
 * tabs can't overwrite each other's words, and what is being typed can still be kept while a page is closing. Who goes
 * on with an older answer begins a new one that says which it continues, and up to which of its writings: the older one is *covered*
 * as long as nobody has written more into it. No clock decides anything.
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
  return found.sort((one, other) => one.written - other.written || (one.id < other.id ? -1 : 1));
}

/** @returns {Answer[]} all that are not covered, oldest first */
export const every = () => uncovered(stored());

/**
 * @param {string[]} addresses of one musing: today's and its former ones
 * @returns {Answer[]} its answers, oldest first
 */
export const of = (addresses) => uncovered(addresses.flatMap((address) => stored(`${KEY}${address}:`)));

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
  const here = read(answer);
  // It was deleted elsewhere, and an older copy of it brought back: that is another answer now.
  if (here && here.n !== answer.n) next.id = freshId();
  const done = write(next) || (makeRoom() && write(next));
  if (done) Object.assign(answer, next);
  return done;
}

/**
 * Take in an answer from a copy. Its words are only ever added: one that is here under its id and says something else stays.
 *
 * @param {Answer} answer
 * @returns {boolean | undefined} false where it can't be kept, nothing where its words are here already
 */
export function adopt(answer) {
  const { after, ...copy } = answer; // what a file says of answers that are here is not believed
  for (;;) {
    const here = read(copy);
    if (!here) return write(copy);
    if (here.text.includes(copy.text)) return;
    copy.id += "+";
  }
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

/** @param {Answer} answer */
const keyOf = ({ address, id }) => `${KEY}${address}:${id}`;

const freshId = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");

/**
 * @param {Answer[]} answers
 * @returns {Answer[]}
 */
function uncovered(answers) {
  /** @type {Record<string, number>} */
  const continued = Object.create(null);
  for (const { after } of answers) if (after) continued[after[0]] = Math.max(after[1], continued[after[0]] ?? 0);
  return answers.filter(({ id, n }) => !(n <= continued[id]));
}

/** @param {Answer} answer */
function write(answer) {
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

/** Remove what is covered, where there is no room: its words are in what covers it. */
function makeRoom() {
  const seen = new Set(every().map(({ id }) => id));
  const covered = stored().filter(({ id }) => !seen.has(id));
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
