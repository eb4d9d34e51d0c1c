/**
 * `<prompt-picker>`: lets a coach choose questions of the list that it holds, and copy a link that opens just these.
 *
 * Without it there is the list. What is chosen stays for this visit, on every page of questions, and is sent nowhere.
 */
import { make } from "./drawing.js";
import { BASE, isSame, MOST, picked, remember, write } from "./sets.js";

/** @typedef {import("./sets.js").Choice} Choice */

class PromptPicker extends HTMLElement {
  /** @type {Choice[]} in the order in which they were chosen */
  #choices = [];
  #begin = make("button", { type: "button", textContent: "Make a set for someone", onclick: () => this.#start() });
  #hint = make("p", { className: "picker-begin" });
  #status = make("p", { role: "status" });
  #copy = make("button", { type: "button", textContent: "Copy the link", onclick: () => this.#copyLink() });
  #look = make("a", { textContent: "Look at it" });
  /** One of these two is seen: what was chosen is taken back first, and choosing ends with the next press. */
  #clear = make("button", { type: "button", textContent: "Clear", onclick: () => this.#takeBack() });
  #leave = make("button", { type: "button", textContent: "Not now", onclick: () => this.#stop() });
  #written = make("input", { readOnly: true, ariaLabel: "The link to your set" });
  #bar = make("section", { className: "picker-bar", ariaLabel: "Your set" }, this.#status, this.#copy, this.#look, this.#clear, this.#leave);
  #restore = () => this.#resume();

  connectedCallback() {
    this.prepend(this.#hint);
    addEventListener("pageshow", this.#restore);
    this.#resume();
  }

  disconnectedCallback() {
    removeEventListener("pageshow", this.#restore);
    this.#close();
    this.#hint.remove();
  }

  /** As it was left on the page before this one. */
  #resume() {
    this.#choices = picked();
    if (this.#choices.length) this.#open();
    else this.#close();
  }

  #start() {
    this.#open();
    /** @type {HTMLElement} */ (this.querySelector(".picker-tick input")).focus();
  }

  #takeBack() {
    this.#choices = [];
    remember([]);
    this.#show();
    this.#leave.focus();
  }

  #stop() {
    this.#close();
    this.#begin.focus();
  }

  #open() {
    this.#hint.replaceChildren("Tick the questions for your set.");
    for (const item of this.querySelectorAll(".questions > li")) if (!item.querySelector(".picker-tick")) this.#addTick(item);
    this.append(this.#bar);
    this.#show();
  }

  #close() {
    this.#hint.replaceChildren(this.#begin);
    for (const tick of this.querySelectorAll(".picker-tick")) tick.remove();
    this.#written.remove();
    this.#bar.remove();
  }

  /** @param {Element} item of the list */
  #addTick(item) {
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector(".question"));
    const box = make("input", { type: "checkbox", ariaLabel: `Choose: ${link.textContent}` });
    box.addEventListener("change", () => this.#tick(box, choiceOf(link)));
    item.append(make("label", { className: "picker-tick" }, box, " Choose"));
  }

  /**
   * @param {HTMLInputElement} box
   * @param {Choice} choice
   */
  #tick(box, choice) {
    this.#choices = this.#choices.filter((other) => !isSame(choice, other));
    const isFull = box.checked && this.#choices.length === MOST;
    if (box.checked && !isFull) this.#choices.push(choice);
    remember(this.#choices);
    this.#show();
    if (isFull) this.#status.textContent = `A set holds ${MOST} questions at the most.`;
  }

  #show() {
    const { length } = this.#choices;
    for (const item of this.querySelectorAll(".questions > li")) {
      const own = choiceOf(/** @type {HTMLAnchorElement} */ (item.querySelector(".question")));
      const box = /** @type {HTMLInputElement} */ (item.querySelector(".picker-tick input"));
      box.checked = this.#choices.some((choice) => isSame(choice, own));
    }
    this.#status.textContent = length === 1 ? "1 question chosen" : `${length || "No"} questions chosen`;
    this.#copy.hidden = this.#look.hidden = this.#clear.hidden = !length;
    this.#leave.hidden = length > 0;
    this.#look.href = `${BASE}/reflections/set/${write(this.#choices)}`;
    this.#written.remove();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(this.#look.href);
      this.#status.textContent = "Copied: send it to whoever it is for.";
    } catch {
      this.#written.value = this.#look.href;
      this.#status.textContent = "Copy it from here:";
      this.#status.after(this.#written);
      this.#written.select();
    }
  }
}

/**
 * @param {HTMLAnchorElement} link to a question's place in its musing
 * @returns {Choice}
 */
function choiceOf({ pathname, hash }) {
  return { slug: pathname.split("/").at(-2) ?? "", id: decodeURIComponent(hash.slice(1)) };
}

customElements.define("prompt-picker", PromptPicker);
