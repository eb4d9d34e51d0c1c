import { count, countSoon } from "./counting.js";

const TAKEN = `taken:${new URL("..", import.meta.url).pathname.slice(0, -1)}`;

/**
 * `<reflections-field>`: what a reader brings from their notebook to the contact form, to see, to change or to leave out.
 *
 * The notebook puts it into this tab's own storage; there it follows each change, and stays until it is sent or left out.
 * What is in the field of a page that is come back to, and no longer in the storage, was sent: it is not shown again.
 */
class ReflectionsField extends HTMLElement {
  #leaving = new AbortController();
  #leftOut = "";
  /** At the head of the form, since the field is far below it. */
  #note = document.createElement("p");

  connectedCallback() {
    const [leave, putBack] = this.querySelectorAll("button");
    if (!leave || !putBack) return;
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    leave.hidden = false;
    leave.addEventListener("click", () => this.#leaveOut(putBack), { signal });
    putBack.addEventListener("click", () => this.#putBack(), { signal });
    this.#text.addEventListener("input", () => this.#change(), { signal });
    addEventListener("pagehide", () => this.#forget(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#show(this.#found(false)), { signal });
    const link = Object.assign(document.createElement("a"), { href: `#${this.#text.id}`, textContent: "stands below your message" });
    this.#note.replaceChildren("What you took from your notebook ", link, ".");
    this.#note.className = "field-hint";
    this.closest("form")?.prepend(this.#note);
    this.#show(this.#found(isNew()));
    if (this.#text.value) keep(this.#text.value);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  get #text() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /**
   * @param {boolean} isNewPage whether what stands in the field is the service's answer to this very visit
   * @returns {string} what is to be sent, as far as anybody has decided
   */
  #found(isNewPage) {
    try {
      return sessionStorage.getItem(TAKEN) ?? (isNewPage ? this.#text.value : "");
    } catch {
      return this.#text.value;
    }
  }

  /** @param {string} words @param {boolean} isShown */
  #show(words, isShown = words !== "") {
    const text = this.#text;
    const [field, undo] = /** @type {HTMLCollectionOf<HTMLElement>} */ (this.children);
    if (text.value !== words) text.value = words;
    field.hidden = text.disabled = this.#note.hidden = !isShown;
    undo.hidden = true;
    const fault = document.querySelector(`a[href="#${text.id}"]`)?.closest("li");
    if (fault && text.getAttribute("aria-invalid")) fault.hidden = !isShown;
    this.#grow();
    count(this.#text);
  }

  #change() {
    keep(this.#text.value);
    this.#grow();
    countSoon(this.#text);
  }

  /** @param {HTMLElement} putBack */
  #leaveOut(putBack) {
    const words = this.#text.value;
    keep("");
    this.#show("");
    this.#leftOut = words;
    /** @type {HTMLElement} */ (putBack.parentElement).hidden = false;
    putBack.focus();
  }

  #putBack() {
    keep(this.#leftOut);
    this.#show(this.#leftOut, true);
    this.#forget();
    this.#text.focus();
  }

  /** What was left out can be put back until the page is left. */
  #forget() {
    this.#leftOut = "";
    /** @type {HTMLElement} */ (this.lastElementChild).hidden = true;
  }

  #grow() {
    const { style, scrollHeight, clientHeight, offsetHeight } = this.#text;
    if (scrollHeight > clientHeight) style.blockSize = `${scrollHeight + offsetHeight - clientHeight}px`;
  }
}

/** @param {string} words */
function keep(words) {
  try {
    if (words.trim()) sessionStorage.setItem(TAKEN, words);
    else sessionStorage.removeItem(TAKEN);
  } catch {
    // Storage may be forbidden or full: the words stay in the field, and are sent from there.
  }
}

/** Whether the page comes fresh from the host, and was neither gone back to nor loaded again. */
function isNew() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return !["reload", "back_forward"].includes(visit?.type);
}

customElements.define("reflections-field", ReflectionsField);
