/**
 * Taking answers to the contact form: nothing is chosen beforehand, and what would be sent is seen and can be changed first.
 *
 * It goes through this tab's own storage, never in an address.
 */
import { BASE } from "./answers.js";
import { day, make, unasked } from "./drawing.js";
import { keyOf } from "./notebook-drawing.js";

/** @typedef {import("./answers.js").Answer} Answer */

const TAKEN = `taken:${BASE}`;
const MOST = 20_000; // What the contact form takes.

/** @param {Answer} answer */
const wordsOf = ({ title, question, written, text }) => `${title}\n${question}\n(${day(written)})\n\n${text.trim()}`;

export class Taking {
  isOn = false;
  /** @type {Map<string, string>} of each answer that is chosen, the words that went into the box */
  #chosen = new Map();
  #box = make("textarea", { id: "notebook-taken", rows: 12, dir: "auto", oninput: () => this.#weigh() });
  #status = make("p", { role: "status" });
  #hint = make("span", { role: "status" });
  /** Stays in sight while answers are chosen. */
  bar = make(
    "p",
    { className: "notebook-bar", hidden: true },
    "Tick what you would like to take. ",
    make("button", { type: "button", textContent: "See what would be sent", onclick: () => this.#look() }),
    make("button", { type: "button", textContent: "Not now", onclick: () => this.decline() }),
    this.#hint,
  );
  panel = make("section", { className: "notebook-taking", hidden: true });

  /** @param {() => unknown} changed called when choosing begins or ends */
  constructor(changed) {
    this.changed = changed;
    const heading = make("h2", { id: "notebook-taking", textContent: "To the contact form" });
    const warning = "Please leave out anything medical, and whatever you would rather say in person.";
    this.#box.setAttribute("aria-describedby", "notebook-warning");
    this.panel.setAttribute("aria-labelledby", heading.id);
    this.panel.append(
      heading,
      make("label", { htmlFor: this.#box.id, textContent: "This would be sent, word for word. Change it as you like." }),
      make("p", { id: "notebook-warning", className: "notebook-warning", textContent: warning }),
      unasked(this.#box),
      this.#status,
      make(
        "p",
        { className: "notebook-acts" },
        make("button", { type: "button", className: "button", textContent: "Take it to the contact form", onclick: () => this.#take() }),
        make("button", { type: "button", textContent: "Not now", onclick: () => this.decline() }),
      ),
      make("p", { className: "facts", textContent: "Nothing is sent yet: you will see it there again, beside your message." }),
    );
  }

  start() {
    return this.#turn(true);
  }

  /** @param {Answer} answer */
  choice = (answer) => {
    const checked = this.#chosen.has(keyOf(answer));
    const onchange = (/** @type {Event} */ { target }) => this.#choose(answer, /** @type {HTMLInputElement} */ (target).checked);
    const box = make("input", { type: "checkbox", value: keyOf(answer), autocomplete: "off", checked, onchange });
    box.setAttribute("aria-label", `Take this, of ${day(answer.written)}`);
    return make("label", { className: "notebook-choice" }, box, "Take this");
  };

  #look() {
    this.#hint.textContent = this.#box.value.trim() ? "" : "Nothing is ticked yet.";
    if (this.#hint.textContent) return;
    this.panel.scrollIntoView();
    this.#box.setSelectionRange(0, 0);
    this.#box.focus({ preventScroll: true });
  }

  /** @param {Answer} answer that is deleted: it is not taken either */
  drop(answer) {
    if (this.#chosen.has(keyOf(answer))) this.#choose(answer, false);
  }

  /**
   * @param {Answer} answer
   * @param {boolean} isChosen
   */
  #choose(answer, isChosen) {
    const words = this.#chosen.get(keyOf(answer)) ?? wordsOf(answer);
    const box = this.#box;
    this.#status.textContent = this.#hint.textContent = "";
    if (isChosen) {
      this.#chosen.set(keyOf(answer), words);
      box.value = [box.value.trimEnd(), words].filter(Boolean).join("\n\n\n");
    } else {
      this.#chosen.delete(keyOf(answer));
      if (box.value.includes(words)) box.value = box.value.replace(words, () => "").replace(/\n{4,}/g, "\n\n\n").trim();
      else this.#status.textContent = "You have changed those words, so they still stand below: take them out there.";
    }
    this.#weigh();
  }

  /** @returns {boolean} whether the form takes as much; says so where it does not */
  #weigh() {
    const isOver = [...this.#box.value.normalize().trim()].length > MOST;
    const over = "This is longer than the form takes: 20,000 characters. Please shorten it.";
    if (isOver) this.#status.textContent = over;
    else if (this.#status.textContent === over) this.#status.textContent = "";
    return !isOver;
  }

  #take() {
    const text = this.#box.value.trim();
    if (!text) this.#status.textContent = "Nothing is chosen yet.";
    if (!text || !this.#weigh()) return this.#box.focus();
    try {
      sessionStorage.setItem(TAKEN, text);
    } catch {
      this.#status.textContent = "This browser does not let it be taken along. Copy the words above, and paste them into the form.";
      return;
    }
    location.href = `${BASE}/contact/`;
  }

  /** Not now: nothing is left of it. */
  decline() {
    this.#chosen.clear();
    this.#box.value = this.#status.textContent = "";
    try {
      sessionStorage.removeItem(TAKEN);
    } catch {
      // Then nothing is there, either.
    }
    if (location.hash.startsWith("#take=")) history.replaceState(null, "", location.pathname);
    this.#turn(false);
  }

  /** @param {boolean} isOn */
  #turn(isOn) {
    this.isOn = isOn;
    this.bar.hidden = this.panel.hidden = !isOn;
    return this.changed();
  }
}
