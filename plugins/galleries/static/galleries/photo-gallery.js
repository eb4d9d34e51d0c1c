/**
 * `<photo-gallery>`: shows its photographs one at a time, as large as the screen; a swipe or a key leads to the next.
 *
 * Without it, or without `<dialog>`, each thumbnail leads to its photograph's page. While one is shown the address
 * names it, `#photo` and its link's path, and Back closes it.
 */
class PhotoGallery extends HTMLElement {
  /** @type {AbortController | undefined} */ #page;
  /** @type {any} */ #dialog = document.createElement("dialog");
  /** @type {HTMLImageElement[]} */ #pictures = [];
  #index = 0;
  /** @type {number | undefined} */ #rest;
  /** @type {Promise<unknown> | undefined} */ #style;

  connectedCallback() {
    if (!this.#dialog.showModal) return;
    this.onclick = this.#click;
    this.#page = new AbortController();
    addEventListener("hashchange", () => this.#follow("photo"), this.#page);
    this.#follow(history.state);
  }

  disconnectedCallback() {
    this.#page?.abort();
    this.#dialog.close();
    if (shown === this) shown = undefined;
  }

  get #links() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.querySelectorAll("figure > a")]);
  }

  /** @param {any} event of the mouse */
  #click(event) {
    const link = event.target.closest("a");
    const index = this.#links.indexOf(link);
    if (index < 0 || !isAlone(event)) return;
    event.preventDefault();
    this.#open(index, link, "photo");
  }

  /**
   * Shows the photograph that the address names, or none. One that a long album now shows on another page has its own.
   * @param {unknown} state "photo" if the entry before this one in the history is the page without a photograph
   */
  #follow(state) {
    const path = named();
    const index = this.#links.findIndex((link) => link.pathname === path);
    if (index < 0) {
      this.#close();
      if (path && this.dataset.of) location.replace(location.origin + path);
    } else if (shown === this) this.#go(index);
    else this.#open(index, null, state);
  }

  /**
   * @param {number} index
   * @param {HTMLAnchorElement | null} link that was clicked; without one the history has the entry already
   * @param {unknown} state for that entry
   */
  async #open(index, link, state) {
    if (shown) return;
    shown = this;
    this.#style ??= this.#build();
    await this.#style.catch(() => {
      shown = undefined;
      location.href = this.#links[index].href;
    });
    if (shown !== this) return;
    if (link) history.pushState(state, "", "#photo" + link.pathname);
    else history.replaceState(state, "");
    morph(link?.querySelector("img"), this.#pictures[index], () => {
      const { clientWidth, style } = document.documentElement;
      style.scrollbarGutter = innerWidth > clientWidth ? "stable" : ""; // the bar goes, and its room stays
      this.#dialog.showModal();
      this.#go(index);
      return this.#pictures[this.#index].decode().catch(() => {});
    });
  }

  /** Closes by way of the history, so that nothing of the visit stays in it; once, however often it is asked for. */
  #leave() {
    if (shown !== this) return;
    if (history.state === "photo") {
      history.replaceState(null, "");
      history.back();
    } else {
      history.replaceState(null, "", location.pathname + location.search);
      this.#close();
    }
  }

  #close() {
    if (shown !== this) return;
    shown = undefined;
    const link = this.#links[this.#index];
    morph(this.#pictures[this.#index], link.querySelector("img"), () => {
      this.#dialog.close();
      this.#dialog.children[0].textContent = "";
      link.focus();
    });
  }

  /**
   * @param {number} index beyond the last (before the first) is the last (the first)
   * @param {ScrollBehavior} [behavior]
   */
  #go(index, behavior = "instant") {
    const [, , , , strip] = this.#dialog.children;
    this.#show(Math.max(0, Math.min(index, this.#pictures.length - 1)));
    strip.style = "scroll-snap-type:none"; // WebKit snaps to what is near as soon as a picture comes, and stays there
    strip.scrollTo({ left: this.#index * strip.clientWidth, behavior });
    this.#rests();
  }

  /** @param {number} index */
  #show(index) {
    const [, count, , previous, strip, next] = this.#dialog.children;
    this.#index = index;
    this.#pictures.forEach((picture, each) => {
      strip.children[each].inert = each - index;
      if ((each - index) ** 2 < 2) grow(picture);
    });
    // A link of the photograph that has gone can't keep the focus, and without it no key is heard.
    if (strip.querySelector(":focus")) strip.querySelectorAll("a")[index].focus();
    const { before = 0, of = this.#pictures.length } = this.dataset; // an album's page may show its second hundred
    const number = +before + index + 1;
    previous.ariaDisabled = number < 2;
    next.ariaDisabled = number >= +of;
    count.textContent = `${number} of ${of}`;
  }

  /** Once the strip rests, whatever moved it: the address, and the words for who does not see it. */
  #rests() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (!this.#dialog.open || !named()) return; // closed, or about to be: the history is on its way back
      const [status, count, , , strip] = this.#dialog.children;
      const index = Math.round(strip.scrollLeft / strip.clientWidth);
      if (strip.style.length && index !== this.#index) return this.#go(this.#index); // a slow machine is still on its way
      strip.style = "";
      this.#show(index);
      history.replaceState(history.state, "", "#photo" + this.#links[this.#index].pathname);
      const { alt } = this.#pictures[this.#index];
      status.textContent = count.textContent === "1 of 1" ? alt : `Photo ${count.textContent}: ${alt}`;
    }, 150);
  }

  /** @returns {Promise<unknown>} kept once the dialog's own rules are there */
  #build() {
    const dialog = this.#dialog;
    dialog.className = "lightbox";
    dialog.ariaLabel = this.dataset.name ?? "Photographs";
    dialog.innerHTML = `<p role="status"></p>
<p class=lightbox-count aria-hidden=true></p>
<button class=lightbox-close>Close</button>
<button class=lightbox-previous value=-1 aria-label=Previous>←</button>
<div class=lightbox-strip></div>
<button class=lightbox-next value=1 aria-label=Next>→</button>
<link rel=stylesheet href="${import.meta.url.replace(/js$/, "css")}">`;
    const [, , , , strip, , rules] = dialog.children;
    strip.append(...this.#links.map(slide));
    this.#pictures = [...strip.querySelectorAll("img")];
    const step = (/** @type {number} */ by) => {
      const beyond = !this.#pictures[this.#index + by] && this.dataset[by];
      if (beyond) location.replace(beyond); // on another page of the album
      else this.#go(this.#index + by, "auto"); // as the style sheet says
    };
    strip.onscroll = () => this.#rests();
    // Firefox would stay between two, or come to another one, if it was on its way.
    addEventListener("resize", () => this.#go(this.#index), this.#page);
    strip.onwheel = strip.onpointerdown = () => strip.style = "";
    dialog.onclick = (/** @type {any} */ { target }) =>
      target.value ? step(+target.value) : target.closest("figcaption, img") || this.#leave();
    dialog.onclose = () => this.#leave();
    dialog.oncancel = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#leave();
    };
    dialog.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      const by = STEPS[event.key];
      if (!by || !isAlone(event)) return;
      event.preventDefault();
      step(by);
    };
    this.append(dialog);
    return new Promise((onload, onerror) => Object.assign(rules, { onload, onerror }));
  }
}

/** @type {Record<string, number>} */
const STEPS = { Home: -1e9, End: 1e9, ArrowLeft: -1, ArrowRight: 1 };
/** @type {PhotoGallery | undefined} whose dialog is open, or about to be */
let shown;

/** @param {MouseEvent | KeyboardEvent} event that with a further key means something else to the browser */
const isAlone = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** The path of the photograph that the address names, if it does. */
const named = () => location.hash.match(/#photo(\/.*)/)?.[1];

/**
 * A thumbnail's figure for the strip: still the small picture, in the room that the large one will fill.
 * @param {any} link
 */
function slide(link) {
  const figure = link.parentNode.cloneNode(true);
  const picture = figure.querySelector("img");
  const [full, words = document.createElement("figcaption")] = figure.children;
  const width = picture.attributes.width.value;
  picture.loading = "lazy";
  picture.style.width = `min(${width}px, var(--wide), var(--high) * ${width / picture.attributes.height.value})`;
  full.before(picture.parentNode);
  full.href = picture.src.replace(/\d+(?=\.\w+$)/, width);
  full.textContent = "Full size";
  words.append(" ", full);
  figure.append(words);
  return figure;
}

/**
 * Lets a picture grow as sharp as the screen; until then it shows the thumbnail, which the page has loaded.
 * @param {any} picture
 */
async function grow(picture) {
  if (picture.loading === "eager") return;
  picture.loading = "eager";
  await picture.decode().catch(() => {});
  const width = picture.attributes.width.value;
  for (const each of picture.parentNode.children) {
    each.srcset += each.srcset.replace(/.*?(\S+-)\d+(\.\w+) \S+$/, `, $1${width}$2 ${width}w`);
    // Not min(): WebKit doesn't know it here, and would take the whole width.
    each.sizes = `(max-aspect-ratio: ${width / picture.attributes.height.value}) 100vw, calc(100vh * ${width / picture.attributes.height.value})`;
  }
}

/**
 * Changes the page; where there are view transitions, one picture grows into the other meanwhile.
 * @param {HTMLElement | null | undefined} from
 * @param {any} to
 * @param {() => void} change
 */
function morph(from, to, change) {
  if (!from || !document.startViewTransition || matchMedia("(prefers-reduced-motion)").matches) return change();
  from.style.viewTransitionName = "photo";
  const { ready, finished } = document.startViewTransition(() => {
    from.style.viewTransitionName = "";
    to.style.viewTransitionName = "photo";
    return change();
  });
  ready.catch(() => {}); // skipped: the page has changed all the same
  finished.then(() => (to.style.viewTransitionName = ""));
}

customElements.define("photo-gallery", PhotoGallery);
