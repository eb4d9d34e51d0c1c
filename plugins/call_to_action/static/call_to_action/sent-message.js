const BASE = new URL("..", import.meta.url);
const KEY_END = BASE.pathname.slice(0, -1);

/**
 * `<sent-message>`: a copy of what was just sent, on the page that gives thanks for it.
 *
 * The form left it in this tab's own storage. It is shown once, to who comes straight from the form, and is gone with the
 * page; what had been brought from the notebook is sent with it, and no longer kept for the form.
 */
class SentMessage extends HTMLElement {
  #leaving = new AbortController();

  connectedCallback() {
    const sent = take();
    if (!sent || !isAnswer()) return;
    this.#leaving = new AbortController();
    this.#fill(sent);
    this.hidden = false;
    sessionStorage.removeItem(`draft:${KEY_END}`);
    addEventListener("pagehide", () => this.#empty(), { signal: this.#leaving.signal });
    if (sent.reflections) sessionStorage.removeItem(`taken:${KEY_END}`);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** Also of a page that the browser keeps to come back to: somebody else may press that button. */
  #empty() {
    this.hidden = true;
    this.#fill({});
  }

  /** @param {Record<string, string>} sent */
  #fill(sent) {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-sent]"))) {
      const words = sent[cell.dataset.sent ?? ""] ?? "";
      cell.textContent = words;
      /** @type {HTMLElement} */ (cell.parentElement).hidden = !words.trim();
    }
  }
}

/** @returns {Record<string, string> | null} what the form left, which is not there afterwards */
function take() {
  try {
    const sent = JSON.parse(sessionStorage.getItem(`sent:${KEY_END}`) ?? "null");
    sessionStorage.removeItem(`sent:${KEY_END}`);
    return sent;
  } catch {
    return null;
  }
}

/** Whether this page answers a form: who types its address, or finds it in a list, has sent nothing now. */
function isAnswer() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return visit?.redirectCount > 0 || document.referrer.startsWith(new URL("contact/", BASE).href);
}

customElements.define("sent-message", SentMessage);
