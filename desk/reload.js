// In the preview only: reloads this page after a build, and shows the mistakes that stopped one.

const LOOK = `
  aside { position: fixed; inset: auto 0 0; z-index: 2147483647; max-block-size: 60vh; overflow: auto;
          padding: 1rem 1.5rem 1.5rem; background: #fff8e6; color: #231a08; border-block-start: 4px solid #b3541e;
          font: 1rem/1.5 ui-sans-serif, system-ui, sans-serif }
  strong { display: block }
  pre { margin: 0.5rem 0 0; font: 0.875rem/1.5 ui-monospace, monospace; white-space: pre-wrap }
  @media print { aside { display: none } }
`;

/** A note at the foot of the page with the mistakes that stopped the latest build. */
class PreviewMistakes extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [look]; // the page's policy refuses a style element
    const note = document.createElement("aside");
    const headline = document.createElement("strong");
    headline.textContent = "You see the site from before your last change.";
    note.setAttribute("role", "alert");
    note.append(headline, document.createElement("pre"));
    root.append(note);
  }

  /** @param {string} words */
  show(words) {
    const place = this.shadowRoot?.querySelector("pre");
    if (place) place.textContent = words;
  }
}

customElements.define("preview-mistakes", PreviewMistakes);

const build = new URL(import.meta.url).searchParams.get("build") ?? "";
const note = new PreviewMistakes();

new EventSource("/_preview/events").addEventListener("message", (event) => {
  /** @type {{build: string, mistakes: string}} */
  const state = JSON.parse(event.data);
  if (state.build !== build) {
    location.reload();
  } else if (!build) {
    const list = document.querySelector("pre"); // this page is itself the list of mistakes
    if (list) list.textContent = state.mistakes;
  } else if (state.mistakes) {
    document.body.append(note);
    note.show(state.mistakes);
  }
});
