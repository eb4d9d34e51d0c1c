/**
 * `<reflection-prompt>`: a quiet place to answer the question that it holds. What is written stays in this browser.
 *
 * Without it there is the question, and lines on paper. Of an earlier visit's answers it shows what was written and when;
 * a reader may go on with one, or answer again.
 */
import { BASE, begin, here, isKeeping, keep, of, remove, resume, tidy, watch } from "./answers.js";
import { make, unasked, when } from "./drawing.js";

/** @typedef {import("./answers.js").Answer} Answer */

const PAUSE_MS = 600;
// How the names end that browsers give themselves; what ends otherwise, or says more, is looked at before the first word.
const USUAL = /(Safari|Firefox|Edg|OPR)\/[\d.]+$/;
const UNUSUAL = /wv\)|GSA/;
const NOT_KEPT = "Not saved: this browser does not let it be kept. Your words are still here; copy them before you leave.";

export class ReflectionPrompt extends HTMLElement {
  /** @type {Answer | undefined} the answer in the box */
  #answer;
  /** Whether the box is to be seen though there are answers: none were there when the page came, or it was asked for. */
  #isOpen = false;
  #end = new AbortController();
  #pause = 0;
  #question = "";
  #kept = make("div", { className: "prompt-kept" });
  #notices = make("div", { className: "prompt-notices" });
  #box = make("textarea", { rows: 3, dir: "auto", placeholder: " " });
  #status = make("p", { role: "status" });
  #again = make("button", { type: "button", textContent: "Answer again", onclick: () => this.#open() });
  #ways = make("span", { hidden: true });

  connectedCallback() {
    const question = this.querySelector(".prompt-question");
    if (!question) return;
    if (!this.#question) this.#build(question);
    this.#listen();
    this.#show();
    this.#isOpen = !this.#box.hidden;
  }

  disconnectedCallback() {
    this.save();
    this.#end.abort();
  }

  /** The musing that asks: its address and its former ones, its title, its series. */
  get place() {
    const {
      address = here(),
      title = words(document.querySelector("h1")),
      series = /** @type {HTMLAnchorElement} */ (document.querySelector(".opening a[href*='/series/']"))?.pathname.split("/").at(-2),
      before = "",
    } = { ...this.closest("article")?.dataset, ...this.dataset };
    return { addresses: [address, ...before.split(" ")].filter(Boolean), title, series };
  }

  /**
   * @param {Answer} answer of this musing
   * @returns {boolean} whether it answers this question: by its name, or word for word where that name is gone
   */
  claims({ prompt, question }) {
    return prompt === this.id || (question === this.#question && !document.getElementById(prompt));
  }

  /** @param {Element} question */
  #build(question) {
    this.#question = words(question);
    question.id ||= `${this.id}-question`;
    this.role = "group";
    for (const each of [this, this.#box]) each.setAttribute("aria-labelledby", question.id);
    this.#box.setAttribute("aria-describedby", `${this.id}-promise`);
    const take = `#take=${this.place.addresses[0]}`;
    this.#ways.append(way("", "Notebook"), way(take, "Take this to the contact form"), way("#shared", "A shared computer?"));
    this.append(make("div", { className: "prompt-answer" }, this.#notices, unasked(this.#box), this.#kept, this.#foot()));
    const tell = () => this.#tell("beforeWriting");
    this.#box.addEventListener("focus", tell, { once: true });
    if (!isKeeping() || !USUAL.test(navigator.userAgent) || UNUSUAL.test(navigator.userAgent)) tell();
  }

  #foot() {
    const promise = way("", "Kept only in this browser", "see-for-yourself");
    promise.id = `${this.id}-promise`;
    const panel = make("div");
    const later = this.#offer("Ask me again", async () => (await import("./ask-again.js")).askAgain(this.#asked, panel));
    const card = this.#offer("A card to carry", async () => (await import("./question-card.js")).offerCard(this.#asked, panel));
    return make("div", { className: "prompt-foot" }, make("p", {}, promise), this.#status, make("p", {}, this.#again, later, card, this.#ways), panel);
  }

  /** @param {string} name @param {() => Promise<void>} act which fetches a script that few readers need */
  #offer(name, act) {
    const onclick = () => act().catch(() => (this.#status.textContent = "This needs a connection."));
    return make("button", { type: "button", textContent: name, onclick });
  }

  /** What is asked here, and where. */
  get #asked() {
    const { addresses, title, series } = this.place;
    return { prompt: this.id, question: this.#question, address: addresses[0], title, series };
  }

  #listen() {
    this.#end = new AbortController();
    const save = () => this.save();
    const typed = () => {
      this.#status.textContent = "";
      this.#grow();
      clearTimeout(this.#pause);
      this.#pause = setTimeout(save, PAUSE_MS);
    };
    this.#box.addEventListener("input", typed, this.#end);
    addEventListener("pagehide", save, this.#end);
    document.addEventListener("visibilitychange", () => document.hidden && this.save(), this.#end);
    this.#end.signal.addEventListener("abort", watch(() => this.#hear()));
  }

  /** @returns {boolean} whether all that stands in the box is kept */
  save() {
    clearTimeout(this.#pause);
    const text = this.#box.value;
    if (text === (this.#answer?.text ?? "")) return true;
    if (!text.trim()) {
      // An emptied box leaves nothing of this visit. An answer that it went on with is not deleted by that, and new words
      // go on with it.
      if (this.#answer?.n) remove({ ...this.#answer, after: undefined });
      const older = of(this.place.addresses).find(({ id }) => id === this.#answer?.after?.[0]);
      this.#answer = older && { ...resume(older), text: "" };
      if (older) this.#status.textContent = "Your earlier words are still kept. You can delete them in your notebook.";
      this.#show();
      return true;
    }
    // Its name stays from here on, even where the browser ends this in the middle, as Firefox does with a tab that is closed.
    this.#answer ??= begin(this.#asked);
    const answer = { ...this.#answer, text };
    const done = keep(answer);
    if (done) this.#answer = answer;
    if (answer.n === 1) import("./offline.js").then(({ keepOffline }) => keepOffline(), () => {});
    this.#status.textContent = done ? "Saved" : NOT_KEPT;
    if (!done) this.#tell("notKept");
    else if (answer.n === 1) this.#tell("afterKeeping");
    this.#show();
    return done;
  }

  /** Another tab has changed answers. One that it has deleted, or gone on with, leaves this box; new words in it stay. */
  #hear() {
    const answer = this.#answer;
    const isThere = !answer?.n || of(this.place.addresses).some(({ id }) => id === answer.id);
    if (!isThere && this.#box.value === answer.text) {
      this.#answer = undefined;
      this.#box.value = "";
    }
    this.#show();
  }

  /** Open an empty box, or one that goes on with an answer; what stands in the box is kept and shown beneath it. */
  #open(/** @type {Answer | undefined} */ answer = undefined) {
    if (!this.save()) return this.#box.focus(); // its words are nowhere else
    this.#answer = answer && { ...resume(answer), text: answer.text };
    this.#box.value = answer?.text ?? "";
    this.#isOpen = true;
    this.#status.textContent = "";
    this.#show();
    this.#grow();
    this.#box.focus();
  }

  /** Show what is kept: all but the answer in the box, and the one that it goes on with. */
  #show() {
    const others = of(this.place.addresses).filter((answer) => this.claims(answer) && answer.id !== this.#answer?.id);
    const shown = others.filter(({ id }) => id !== this.#answer?.after?.[0]).reverse();
    const dates = when(shown);
    this.#kept.replaceChildren(...shown.map((answer, index) => this.#drawn(answer, dates[index])));
    this.#box.hidden = shown.length > 0 && !this.#isOpen && !this.#box.value;
    this.#again.hidden = this.#ways.hidden = !shown.length && !this.#answer?.n;
  }

  /** @param {Answer} answer @param {string} date */
  #drawn(answer, date) {
    const said = answer.question === this.#question ? date : `${date}, asked then: ${answer.question}`;
    const change = make("button", { type: "button", textContent: "Change", onclick: () => this.#open(answer) });
    change.setAttribute("aria-label", `Change what you wrote on ${date}`);
    return make("div", {}, make("p", { className: "facts" }, said, change), make("p", { textContent: answer.text, dir: "auto" }));
  }

  /**
   * What few readers need to be told comes when it is needed.
   *
   * @param {"beforeWriting" | "afterKeeping" | "notKept"} what
   */
  #tell(what) {
    import("./circumstances.js").then((say) => say[what](this.#notices)).catch(() => {});
  }

  #grow() {
    // Not in the style sheet: validators don't know it yet.
    if ("fieldSizing" in this.#box.style) return (this.#box.style.fieldSizing = "content");
    this.#box.style.blockSize = "auto";
    this.#box.style.blockSize = `${this.#box.scrollHeight}px`;
  }
}

/** @param {string} hash @param {string} textContent @param {string} [page] */
const way = (hash, textContent, page = "notebook") => make("a", { href: `${BASE}/${page}/${hash}`, textContent });

/** @param {Element | null} element */
const words = (element) => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";

// The page keeps the box's room until the element is defined, which waits for the box's own style sheet.
const sheet = make("link", { rel: "stylesheet", href: import.meta.url.replace(/js$/, "css") });
document.head.append(sheet);
await new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
tidy();
customElements.define("reflection-prompt", ReflectionPrompt);

// What no prompt of this page claims (asked in other words once, or asked no more) is shown under the musing.
const prompts = /** @type {ReflectionPrompt[]} */ ([...document.querySelectorAll("reflection-prompt")]);
if (prompts[0] && of(prompts[0].place.addresses).some((answer) => !prompts.some((prompt) => prompt.claims(answer))))
  import("./kept-answers.js");
