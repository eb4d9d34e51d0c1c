/**
 * `<prompt-set>`: the questions that somebody has chosen for another, as a worksheet that nobody else sees.
 *
 * Which ones they are stands in the address's fragment, which is sent to nobody; so only a script can show them. Each
 * musing's questions are imported from this site, by a slug that has the form of one.
 */
import { make } from "./drawing.js";
import { BASE, read } from "./sets.js";

/**
 * @typedef {{ id: string, question: string, was?: string[] }} Prompt
 * @typedef {{ title: string, address: string, before: string[], series?: string, prompts: Prompt[] }} Musing
 */

class PromptSet extends HTMLElement {
  #open = () => this.#show();

  connectedCallback() {
    addEventListener("hashchange", this.#open);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#open);
  }

  async #show() {
    const { hash } = location;
    const prompts = /** @type {import("./reflection-prompt.js").ReflectionPrompt[]} */ ([...this.querySelectorAll("reflection-prompt")]);
    // A link to a place in this page is no other set; and words that can't be kept are not taken away.
    if (prompts.length && (!hash.includes("=") || !prompts.every((prompt) => prompt.save?.() ?? true))) return;
    const { choices, isWhole } = read(hash);
    const slugs = [...new Set(choices.map(({ slug }) => slug))];
    const musings = new Map(await Promise.all(slugs.map(async (slug) => /** @type {const} */ ([slug, await load(slug)]))));
    if (hash !== location.hash || !this.isConnected) return;
    const drawn = choices.map(({ slug, id }, index) => draw(musings.get(slug), slug, id, index + 1));
    if (!isWhole) drawn.push(make("p", {}, "A part of this link could not be read: it may have been cut short on its way."));
    if (!choices.length) drawn.push(make("p", {}, "There is no question in this link. Ask for it once more, or look at ", library(), "."));
    this.replaceChildren(...drawn);
  }
}

const library = () => make("a", { href: `${BASE}/reflections/`, textContent: "all questions" });

/**
 * @param {string} slug of a musing, in the form of one
 * @returns {Promise<Musing | undefined>} nothing where it has gone, or where this device is offline
 */
async function load(slug) {
  try {
    return (await import(`${BASE}/musings/${slug}/prompts.js`)).default.musings[0];
  } catch {
    return undefined;
  }
}

/**
 * @param {Musing | undefined} musing
 * @param {string} slug
 * @param {string} id
 * @param {number} number
 * @returns {HTMLElement} the question with its place to answer; or, in words, that it is no longer there
 */
function draw(musing, slug, id, number) {
  const prompt = musing?.prompts.find((one) => one.id === id || one.was?.includes(id));
  if (musing && prompt) return drawPrompt(musing, prompt, number);
  if (musing) return missing(number, link(musing.title, musing.address), "is no longer there. It may have been put into other words, or the link was cut short on its way.");
  const name = `“${slug.replaceAll("-", " ")}”`;
  return missing(number, name, navigator.onLine ? "is no longer there." : "can’t be shown while you are offline.");
}

/**
 * @param {Musing} musing
 * @param {Prompt} prompt
 * @param {number} number
 */
function drawPrompt({ title, address, series, before }, { id, question }, number) {
  const element = make(
    "reflection-prompt",
    { id, className: "prompt" },
    make("p", { className: "facts" }, "From ", link(title, `${address}#${encodeURIComponent(id)}`)),
    // A name of its own: two musings may each have pinned a question under the same one.
    make("div", { id: `question-${number}`, className: "prompt-question", textContent: question }),
  );
  Object.assign(element.dataset, { address, title, before: before.join(" ") }, series && { series });
  return element;
}

/**
 * @param {number} number
 * @param {string | Node} from
 * @param {string} words
 */
const missing = (number, from, words) => make("p", { className: "set-missing" }, `Question ${number}, from `, from, `, ${words}`);

/**
 * @param {string} title
 * @param {string} address without the site's base path
 */
const link = (title, address) => make("a", { href: BASE + address, textContent: title });

customElements.define("prompt-set", PromptSet);
