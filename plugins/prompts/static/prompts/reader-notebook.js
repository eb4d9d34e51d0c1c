/**
 * `<reader-notebook>`: the reader's own page, which gathers every answer that is kept in this browser.
 *
 * Without it there are two sentences. What it does is in modules of its own, one idea each: this one brings them together.
 */
import { BASE, every, isKeeping, remove, removeEverything, tidy, watch } from "./answers.js";
import { ask } from "./asking.js";
import { day, make } from "./drawing.js";
import { howKept } from "./keeping.js";
import { inWords } from "./long-ago.js";
import { drawn, keyOf } from "./notebook-drawing.js";
import { inReadingOrder, pagesOf } from "./notebook-pages.js";
import { forgetOffline, keepOffline } from "./offline.js";
import { Tools } from "./notebook-tools.js";
import { holds, marked, wordsOf } from "./searching.js";
import { begun } from "./series-begun.js";
import { Taking } from "./taking.js";

/** @typedef {import("./answers.js").Answer} Answer */

/** Of a large notebook, what is far away is not laid out before it is come to. Browsers know how; the validator of style sheets does not yet. */
const LARGE = 300;
const SHOWN = 60;
const SHARED = "Whoever uses this browser after you can read what you wrote here, even once this tab is closed. ";
const FAR = "@media screen { [data-large] .notebook-musing { content-visibility: auto; contain-intrinsic-size: auto 30rem } }";

class ReaderNotebook extends HTMLElement {
  #end = new AbortController();
  #frame = 0;
  /** @type {Answer[]} in reading order */
  #answers = [];
  /** @type {ReturnType<typeof drawn>} */
  #drawn = { parts: [], entries: [], headings: new Map() };
  #pages = make("div", { className: "notebook-pages", onclick: (/** @type {Event} */ event) => this.#forget(event) });
  #promise = make("p", { className: "facts" });
  #nothing = make(
    "p",
    { hidden: true },
    "Nothing is written here yet. Under a question in a ",
    make("a", { href: `${BASE}/musings/`, textContent: "musing" }),
    " there is room for an answer, and it will be gathered here.",
  );
  #taking = new Taking(() => this.#turn());
  #tools = new Tools({
    answers: () => this.#answers,
    search: () => this.#search(),
    changed: () => this.#read(),
    take: () => this.#taking.start(),
  });
  #all = make(
    "p",
    { className: "notebook-end", hidden: true },
    make("button", { type: "button", textContent: "Delete everything", onclick: () => this.#forgetAll() }),
  );

  async connectedCallback() {
    this.#end = new AbortController();
    this.#end.signal.addEventListener("abort", watch(() => this.#hear()));
    addEventListener("hashchange", () => this.#follow(), this.#end);
    tidy();
    this.#promise.textContent = await howKept();
    await this.#read();
    const rest = isKeeping() ? [this.#nothing, this.#tools.element, this.#pages, this.#taking.bar, this.#taking.panel, this.#all] : [];
    this.replaceChildren(this.#promise, ...rest);
    this.#follow();
    if (isKeeping()) keepOffline(["/notebook/"]);
  }

  disconnectedCallback() {
    this.#end.abort();
  }

  /** Another tab has changed answers: once a frame is enough, and none comes while nobody looks. */
  #hear() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#read());
  }

  async #read() {
    // Answers may have changed while a series' module was on its way.
    const told = await begun(every(), () => this.#read());
    this.#draw(pagesOf(every(), told));
  }

  /** @param {import("./notebook-pages.js").Part[]} parts */
  #draw(parts) {
    const at = this.#pages.contains(document.activeElement) && placeOf(document.activeElement);
    this.#answers = inReadingOrder(parts);
    this.#drawn = drawn(parts, this.#taking.isOn ? this.#taking.choice : undefined);
    const isEmpty = !this.#answers.length;
    this.#tools.show({ hasAnswers: !isEmpty, isTaking: this.#taking.isOn });
    this.#nothing.hidden = !isEmpty;
    this.#all.hidden = isEmpty;
    this.#pages.toggleAttribute("data-large", this.#answers.length > LARGE);
    this.#search();
    this.#pages.replaceChildren(...this.#drawn.parts);
    if (at) this.#pages.querySelector(at)?.focus();
  }

  /** @returns {Answer[]} those that are to be seen: all, or what is looked for */
  get #found() {
    const words = wordsOf(this.#tools.typed);
    return this.#answers.filter((answer) => holds(answer, words));
  }

  #search() {
    const words = wordsOf(this.#tools.typed);
    this.#pages.toggleAttribute("data-searching", words.length > 0);
    let found = 0;
    // With what holds them. The style sheet could tell, but WebKit takes half a minute to see which of ten thousand it is.
    /** @type {Set<Element>} */
    const kept = new Set();
    for (const { answer, element, words: shown } of this.#drawn.entries) {
      const isFound = holds(answer, words);
      found += Number(isFound);
      for (let each = isFound ? element : null; each && each !== this.#pages && !kept.has(each); each = each.parentElement) kept.add(each);
      if (isFound && words.length) shown.replaceChildren(...marked(answer.text, words));
      else if (shown.childElementCount) shown.textContent = answer.text;
    }
    for (const part of this.#drawn.parts)
      for (const each of [part, ...part.querySelectorAll(".notebook-musing, .notebook-asked, .notebook-answer")])
        each.toggleAttribute("data-found", kept.has(each));
    this.#tools.tell(words.length ? `Found: ${inWords(found, "answer")}.` : "");
  }

  /**
   * @param {{ target: EventTarget | null }} event
   * @returns {Promise<void>}
   */
  async #forget({ target }) {
    const button = /** @type {HTMLButtonElement} */ (target);
    const found = this.#found;
    const index = button.localName === "button" ? found.findIndex((one) => keyOf(one) === button.value) : -1;
    const answer = found[index];
    if (!answer) return;
    // Its words, too: another tab may have kept an answer in the moment in which a finger went down.
    const words = answer.text.trim();
    const shown = words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
    if (!(await ask(`Delete “${shown}” of ${day(answer.written)}? Unless you have kept a copy, it is gone.`, "Delete it"))) return;
    // More was written into it in another tab while the question stood here: nobody has agreed to lose that.
    const now = every().find((one) => keyOf(one) === keyOf(answer));
    if (now && now.text !== answer.text) {
      await this.#read();
      return this.#forget({ target: button });
    }
    this.#taking.drop(answer);
    remove(answer);
    await this.#read();
    const next = this.#found[Math.min(index, this.#found.length - 1)];
    if (next) this.#pages.querySelector(selector("button", "value", keyOf(next)))?.focus();
    else if (this.#answers.length) this.#tools.seek();
    else this.#restart();
  }

  /** @param {string} [before] what is said first */
  async #forgetAll(before = "") {
    const question = `${before}Delete every answer that was written on this site in this browser? Unless you have kept a copy, nobody can bring it back.`;
    if (!(await ask(question, "Delete everything"))) return;
    removeEverything();
    this.#taking.decline();
    forgetOffline();
    await this.#read();
    this.#restart();
  }

  /** With nothing left, the next thing to hear is that there is nothing. */
  #restart() {
    this.#nothing.tabIndex = -1;
    this.#nothing.focus();
  }

  async #turn() {
    await this.#read();
    if (this.#taking.isOn) this.#pages.querySelector("input")?.focus();
    else this.#tools.focus();
  }

  /**
   * From a musing: `#take=/musings/x/` begins to choose, at that musing's answers; `#at=/x/` only goes there; `#shared` asks
   * whether to delete everything, since whoever comes next to this computer could read it.
   */
  async #follow() {
    const { hash, pathname } = location;
    if (!this.#answers.length) return;
    if (hash === "#shared") {
      history.replaceState(null, "", pathname); // it is asked once, not again with each loading of the page
      return this.#forgetAll(SHARED);
    }
    const [, way, address] = /^#(take|at)=(\/[\w/%.-]*)$/.exec(hash) ?? [];
    if (!address) return;
    if (way === "take") await this.#taking.start();
    const heading = this.#drawn.headings.get(address);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }
}

/** @type {(name: string, attribute: string, value: string) => string} */
const selector = (name, attribute, value) => `${name}[${attribute}="${CSS.escape(value)}"]`;

/** @param {any} element that has the focus: how to find what will stand in its place */
const placeOf = (element) => (element.value ? selector(element.localName, "value", element.value) : selector("a", "href", element.getAttribute("href") ?? ""));

/** @type {HTMLStyleElement | null} */ (document.querySelector("style"))?.sheet?.insertRule(FAR);
customElements.define("reader-notebook", ReaderNotebook);
