/**
 * `<kept-answers>`: under a musing, what its reader wrote there to questions that it no longer asks.
 *
 * A musing without a prompt brings this script itself; on others `<reflection-prompt>` asks for it when it is needed.
 */
import { BASE, here, of, watch } from "./answers.js";
import { make, when } from "./drawing.js";

class KeptAnswers extends HTMLElement {
  #stop = () => {};

  connectedCallback() {
    this.#stop = watch(() => this.#show());
    this.#show();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #show() {
    const prompts = [...document.querySelectorAll("reflection-prompt")];
    const answers = kept().filter((answer) => !prompts.some((/** @type {any} */ prompt) => prompt.claims(answer)));
    const dates = when(answers);
    const drawn = answers.map(({ question, text }, index) =>
      make(
        "li",
        {},
        make("p", { className: "facts", textContent: `${dates[index]}, asked then: ${question}` }),
        make("p", { className: "kept-words", textContent: text, dir: "auto" }),
      ),
    );
    this.replaceChildren();
    if (drawn.length)
      this.append(
        make("h2", { textContent: "What you wrote here" }),
        make("ul", {}, ...drawn),
        make("p", { className: "facts" }, "Kept only in this browser. ", make("a", { href: `${BASE}/notebook/`, textContent: "Your notebook" })),
      );
  }
}

const article = document.querySelector("article");

/** What is kept of this musing, whatever its address was then. */
function kept() {
  return of([here(), ...(article?.dataset.before ?? "").split(" ")].filter(Boolean));
}

customElements.define("kept-answers", KeptAnswers);
if (kept().length) {
  document.head.append(make("link", { rel: "stylesheet", href: import.meta.url.replace(/js$/, "css") }));
  article?.querySelector(".closing")?.prepend(make("kept-answers"));
}
