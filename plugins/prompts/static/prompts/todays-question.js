/**
 * `<todays-question>`: of the questions that it holds it shows one a day, by the reader's own calendar.
 *
 * Without it the first one shows. Which one it is depends on the day alone: nothing is stored, nobody is asked.
 */
class TodaysQuestion extends HTMLElement {
  #show = () => this.#turn();

  connectedCallback() {
    const heading = this.querySelector("h2");
    if (heading) heading.textContent = "Today’s question";
    this.#turn();
    // A page that was left open overnight, or comes back as it was left, shows the new day's.
    document.addEventListener("visibilitychange", this.#show);
    addEventListener("pageshow", this.#show);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#show);
    removeEventListener("pageshow", this.#show);
  }

  #turn() {
    const questions = [...this.querySelectorAll(":scope > div")];
    questions.forEach((question, index) => question.toggleAttribute("data-shown", index === today() % questions.length));
  }
}

/** @returns {number} the days from 1 January 1970 to the reader's own date */
function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000;
}

customElements.define("todays-question", TodaysQuestion);
