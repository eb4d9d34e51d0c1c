/**
 * `<theme-switch>`: a button that turns the page from light to dark and back, and remembers.
 *
 * Until a reader presses it the page follows their system, and so it does again once they have
 * pressed their way back to what the system says: nothing stays stored that says nothing.
 */
class ThemeSwitch extends HTMLElement {
  #system = matchMedia("(prefers-color-scheme: dark)");
  #show = () => this.#label();

  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => this.#turn());
    this.replaceChildren(button);
    this.#system.addEventListener("change", this.#show);
    this.#label();
  }

  disconnectedCallback() {
    this.#system.removeEventListener("change", this.#show);
  }

  get #dark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : this.#system.matches;
  }

  #label() {
    const button = /** @type {HTMLButtonElement} */ (this.firstChild);
    button.textContent = this.#dark ? "Light" : "Dark";
    button.ariaLabel = `${button.textContent} colours`;
  }

  #turn() {
    const dark = !this.#dark;
    const theme = dark ? "dark" : "light";
    try {
      if (dark === this.#system.matches) localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // Storage may be forbidden: the page still turns, until it is left.
    }
    if (dark === this.#system.matches) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    this.#label();
  }
}

customElements.define("theme-switch", ThemeSwitch);
