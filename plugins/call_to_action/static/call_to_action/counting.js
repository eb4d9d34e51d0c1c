const NEAR = 0.9;
const PAUSE_MS = 600;
/** @type {WeakMap<HTMLTextAreaElement, number>} */
const pauses = new WeakMap();

/**
 * Says how long a text is, once it is near its `data-most`: counted as the service counts, in the status below it.
 *
 * @param {HTMLTextAreaElement} text
 */
export function count(text) {
  const most = Number(text.dataset.most);
  const words = text.value.normalize().trim();
  const characters = words.length < most * NEAR ? 0 : [...words].length;
  const [said, limit] = [characters, most].map((number) => number.toLocaleString(document.documentElement.lang));
  const told = characters < most * NEAR ? "" : `${said} of ${limit} characters.`;
  const cure = characters > most ? " Please shorten it before you send it." : "";
  const status = text.parentElement?.querySelector("[role=status]");
  if (status) status.textContent = told + cure;
}

/**
 * The same, once the writer pauses.
 *
 * @param {HTMLTextAreaElement} text
 */
export function countSoon(text) {
  clearTimeout(pauses.get(text));
  pauses.set(text, setTimeout(() => count(text), PAUSE_MS));
}
