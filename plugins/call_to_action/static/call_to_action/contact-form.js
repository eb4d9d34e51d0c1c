const SENT = `sent:${new URL("..", import.meta.url).pathname.slice(0, -1)}`;

/**
 * `<contact-form>`: takes along the musing that led here, says so, and lets a message that is sent twice arrive once.
 * What is sent it hands to the thanks page, which shows it: in this tab's own storage, never in an address.
 *
 * Without it the form sends as well: the service then finds the musing in this page's own address.
 */
class ContactForm extends HTMLElement {
  #leaving = new AbortController();

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    // Who sees the form is not at the thanks page: what was handed over before has not arrived, or was shown.
    handOver(null);
    addEventListener("pageshow", ({ persisted }) => persisted && handOver(null), { signal });
    form.addEventListener("submit", () => handOver(form), { signal });
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
    form.querySelector(".button")?.before(line);
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

/**
 * Leaves the fields as they are sent for the thanks page, or nothing.
 *
 * @param {HTMLFormElement | null} form
 */
function handOver(form) {
  try {
    sessionStorage.removeItem(SENT);
    if (!form) return;
    const sent = new FormData(form);
    for (const name of ["key", "website"]) sent.delete(name);
    const reply = form.querySelector("[name=reply_by]:checked")?.closest("label")?.textContent;
    if (reply) sent.set("reply_by", reply);
    sessionStorage.setItem(SENT, JSON.stringify(Object.fromEntries(sent)));
  } catch {
    // Storage may be forbidden or full: the message is sent all the same, and thanked for without a copy.
  }
}

customElements.define("contact-form", ContactForm);
