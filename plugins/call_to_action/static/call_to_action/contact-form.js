/**
 * `<contact-form>`: takes along the musing that led here, says so, and lets a message that is sent twice arrive once.
 *
 * Without it the form sends as well: the service then finds the musing in this page's own address.
 */
class ContactForm extends HTMLElement {
  #leaving = new AbortController();

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    // Only secure pages have randomUUID; a form without a key is a form like any other.
    field(form, "key").value ||= crypto.randomUUID?.() ?? "";
    const reading = new URLSearchParams(location.search).get("reading") ?? "";
    if (/^(?:\/[a-z0-9][a-z0-9._-]*)+\/$/i.test(reading)) this.#take(form, reading);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string} reading the address of a page of this site, such as /musings/carry-less-share-more/
   */
  async #take(form, reading) {
    const address = new URL(form.action).pathname.replace(/\/contact\/$/, reading);
    const title = await this.#title(address);
    if (!title) return;
    field(form, "reading").value = reading;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    const line = document.createElement("p");
    line.className = "field-hint";
    line.append("You were reading ", link, ". The message will say so.");
    form.querySelector("button")?.before(line);
  }

  /**
   * @param {string} address
   * @returns {Promise<string>} the page's heading; nothing where there is no such page
   */
  async #title(address) {
    try {
      const answer = await fetch(address, { signal: this.#leaving.signal });
      if (!answer.ok) return "";
      // Of the page only its heading: parsing all of it would try its styles against this page's policy.
      const [heading] = /<h1\b.*?<\/h1>/s.exec(await answer.text()) ?? [""];
      return new DOMParser().parseFromString(heading, "text/html").body.textContent?.trim() ?? "";
    } catch {
      return "";
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

customElements.define("contact-form", ContactForm);
