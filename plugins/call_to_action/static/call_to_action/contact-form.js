import { count, countSoon } from "./counting.js";
import { forgetDraft, keepDraft, restoreDraft } from "./draft.js";
import { field } from "./fields.js";
import { handOver } from "./handing-over.js";
import { showFaults } from "./mending.js";
import { offerOtherwise } from "./otherwise.js";
import { takeReading } from "./reading.js";
import { Sending } from "./sending.js";
import { suggest } from "./suggesting.js";

const NOT_YET = "Your message has not been sent yet.";
const NOT_KNOWN = "Your message may not have arrived.";
const AGAIN = "Please send it again: however often you press, it arrives once.";
const SAFE = "Everything you typed is still here.";
/** Who waits longer may already copy, or write a letter. */
const LONG_S = 10;
/** @type {Record<import("./sending.js").Why, [string, string, string]>} what became of it, why, and what to do */
const WORDS = {
  offline: [NOT_YET, "Your device has no connection just now.", "Send it again when you are online."],
  lost: [NOT_KNOWN, "The connection was lost on the way.", AGAIN],
  busy: [NOT_YET, "More messages are coming from your network just now than the form takes.", "Please wait a minute, then send it again."],
  down: [NOT_YET, "The form cannot take messages just now.", "Please wait a minute, then send it again."],
  large: [NOT_YET, "It is too long to be sent in one piece.", "Please shorten it, then send it again."],
  odd: [NOT_KNOWN, "Something else answered in place of the form: perhaps a network that wants you to sign in first.", AGAIN],
};

/**
 * `<contact-form>`: sends in place. What is typed stays, whatever happens to it; what was sent twice arrives once; what
 * could not be sent can be copied, or written as a letter. What has arrived is handed to the thanks page, which shows it.
 *
 * Without it the form sends as well, and the service answers with whole pages. Forms that another service receives, and
 * pages whose policy allows no connection, send in that way too.
 */
class ContactForm extends HTMLElement {
  #leaving = new AbortController();
  #isSending = false;
  #hasFailed = false;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const sending = field(form, "token") && isOpen() ? new Sending(form) : null;
    // Who sees the form is not at the thanks page: what was handed over before has not arrived, or was shown.
    handOver(null);
    restoreDraft(form);
    field(form, "key").value ||= newKey();
    form.addEventListener("input", () => keepDraft(form), { signal });
    form.addEventListener("focusin", () => sending?.token(), { once: true, signal });
    form.addEventListener("submit", (event) => (sending ? this.#send(event, form, sending) : handOver(form)), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#comeBack(sending), { signal });
    addEventListener("online", () => this.#hasFailed && this.#say("You are online again: you can send it now."), { signal });
    const message = /** @type {HTMLTextAreaElement} */ (this.querySelector("#message"));
    message.addEventListener("input", () => countSoon(message), { signal });
    count(message);
    suggest(field(form, "email"), signal);
    offerOtherwise(this.#otherwise, form, signal);
    takeReading(form, signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  get #otherwise() {
    return /** @type {HTMLElement} */ (this.querySelector(".otherwise"));
  }

  /**
   * @param {Event} event
   * @param {HTMLFormElement} form
   * @param {Sending} sending
   */
  async #send(event, form, sending) {
    event.preventDefault();
    if (this.#isSending) return;
    this.#hasFailed = false;
    this.#press("Sending…");
    this.#alert();
    this.#say("One moment: your message is on its way.");
    const { id, faults, why } = await sending.send(({ why = "lost" }, pause_s) => {
      this.#say(`${WORDS[why][1]} Trying again in ${pause_s} seconds…`);
      this.#otherwise.hidden = pause_s < LONG_S;
    });
    if (!this.isConnected) return;
    if (id) return this.#arrive(form, id);
    this.#say();
    this.#hasFailed = why !== undefined;
    this.#press(why ? "Send again" : "Send", false);
    this.#otherwise.hidden = !why;
    showFaults(this, faults ?? []);
    if (why) this.#alert(WORDS[why]);
  }

  /** @param {HTMLFormElement} form @param {string} reference */
  #arrive(form, reference) {
    forgetDraft();
    handOver(form);
    location.assign(new URL(`thanks/?${new URLSearchParams({ r: reference })}`, form.action));
  }

  /** The browser kept the page as it was left: on the way to the thanks. @param {Sending | null} sending */
  #comeBack(sending) {
    handOver(null);
    sending?.dropToken();
    this.#say();
    this.#press("Send", false);
  }

  /** @param {string} words @param {boolean} isSending */
  #press(words, isSending = true) {
    this.#isSending = isSending;
    const button = /** @type {HTMLElement} */ (this.querySelector(".sending .button"));
    button.textContent = words;
    button.setAttribute("aria-disabled", String(isSending));
  }

  #say(words = "") {
    /** @type {HTMLElement} */ (this.querySelector(".sending [role=status]")).textContent = words;
  }

  /** @param {string[]} words */
  #alert([what, ...why] = []) {
    const alert = /** @type {HTMLElement} */ (this.querySelector(".not-sent"));
    alert.replaceChildren();
    if (!what) return;
    const [heading, told] = ["strong", "p"].map((name) => document.createElement(name));
    heading.textContent = what;
    told.textContent = [...why, SAFE].join(" ");
    alert.append(heading, told);
    alert.scrollIntoView({ block: "nearest" });
  }
}

/** Whether this page's policy lets a script ask the site for anything: where a question stands on it, none may. */
function isOpen() {
  const policy = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[http-equiv=Content-Security-Policy]"));
  return typeof fetch === "function" && !policy?.content.includes("connect-src 'none'");
}

/** So that what is sent twice arrives once. Only secure pages have randomUUID. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("contact-form", ContactForm);
