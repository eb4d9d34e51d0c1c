/** What stands above the pages of a notebook: the search, and the ways to keep a copy, to bring one back, to take answers along. */
import { bringBack } from "./bringing-back.js";
import { offer, toJson, toMarkdown } from "./copies.js";
import { make, unasked } from "./drawing.js";

/**
 * @typedef {object} Does what a notebook does for its tools
 * @property {() => import("./answers.js").Answer[]} answers in reading order
 * @property {() => void} search called when other words are looked for
 * @property {() => void} changed called when a copy was brought back
 * @property {() => void} take
 */

const button = (/** @type {string} */ textContent, /** @type {() => void} */ onclick) => make("button", { type: "button", textContent, onclick });

export class Tools {
  #box = make("input", { type: "search", id: "notebook-search" });
  #found = make("p", { role: "status", className: "facts" });
  #told = make("p", { role: "status" });
  #file = make("input", { type: "file", accept: ".json,application/json", hidden: true, tabIndex: -1 });
  #search;
  #copy;
  #take;
  element;

  /** @param {Does} does */
  constructor(does) {
    const name = () => `notebook-${new Date().toISOString().slice(0, 10)}`;
    const label = make("label", { htmlFor: this.#box.id, textContent: "Search your answers" });
    const form = unasked(this.#box);
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#search = make("div", { role: "search" }, label, form, this.#found);
    this.#box.addEventListener("input", does.search);
    this.#box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !this.#box.value) return;
      event.preventDefault();
      this.#box.value = "";
      does.search();
    });
    this.#copy = make(
      "details",
      {},
      make("summary", { textContent: "Keep a copy" }),
      make(
        "p",
        {},
        button("To read anywhere (Markdown)", () => offer(`${name()}.md`, "text/markdown", toMarkdown(does.answers()))),
        button("To bring back later (JSON)", () => offer(`${name()}.json`, "application/json", toJson(does.answers()))),
        button("On paper", () => print()),
      ),
    );
    this.#take = button("Take this to the contact form", does.take);
    this.#file.addEventListener("change", async () => {
      const [file] = this.#file.files;
      if (!file) return;
      this.#told.textContent = await bringBack(file);
      this.#file.value = "";
      does.changed();
    });
    const back = button("Bring a copy back", () => this.#file.click());
    this.element = make("div", { className: "notebook-tools" }, this.#search, this.#copy, back, this.#take, this.#file, this.#told);
  }

  /** @returns {string} what is looked for */
  get typed() {
    return this.#box.value;
  }

  /** @param {string} words about the search */
  tell(words) {
    if (this.#found.textContent !== words) this.#found.textContent = words;
  }

  /** @param {{ hasAnswers: boolean, isTaking: boolean }} state */
  show({ hasAnswers, isTaking }) {
    this.#search.hidden = this.#copy.hidden = !hasAnswers;
    this.#take.hidden = !hasAnswers || isTaking;
  }

  seek() {
    this.#box.focus();
  }

  focus() {
    (this.#take.hidden ? this.#box : this.#take).focus();
  }
}
