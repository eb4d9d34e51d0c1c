/**
 * On a page that asks nothing: one line, for a reader who wrote something here while it did. Only names are looked at, no
 * answer: this page's policy is not as narrow as that of a page which shows some.
 */
const BASE = new URL("..", import.meta.url).pathname.slice(0, -1);
const script = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[data-places]"));
const places = (script?.dataset.places ?? "").split(" ");

/** @returns {string[]} the names of all that this browser keeps for the site; none where it keeps nothing */
function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

const kept = names();
const place = places.find((each) => kept.some((name) => name.startsWith(`answer:${BASE}:${each}:`)));
if (place) {
  const line = Object.assign(document.createElement("p"), { className: "facts", textContent: "You wrote something here once. It is in " });
  line.append(Object.assign(document.createElement("a"), { href: `${BASE}/notebook/#at=${place}`, textContent: "your notebook" }), ".");
  script?.nextElementSibling?.append(line);
}
