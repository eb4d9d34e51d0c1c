const ERROR = "Error: ";

/**
 * Shows what is to be mended as the service's own page does: a summary that takes the focus, the same words beside each
 * field, and a title that says so. Whatever is not at fault, or no longer, is cleared.
 *
 * @param {HTMLElement} contact the form and its summary
 * @param {import("./sending.js").Fault[]} faults
 */
export function showFaults(contact, faults) {
  const summary = /** @type {HTMLElement} */ (contact.querySelector(".error-summary"));
  const left = new Map(faults.map(({ field, message }) => [field, message]));
  for (const link of summary.querySelectorAll("a")) {
    const name = link.hash.slice(1);
    const words = left.get(name) ?? "";
    left.delete(name);
    link.textContent = words;
    /** @type {HTMLElement} */ (link.parentElement).hidden = !words;
    tellBeside(name, words);
  }
  // Of the whole form, or of something that has no box.
  const rest = /** @type {HTMLElement} */ (summary.querySelector("p:last-of-type"));
  rest.hidden = left.size === 0;
  /** @type {HTMLElement} */ (rest.firstElementChild).textContent = [...left.values()].join(" ");
  summary.hidden = faults.length === 0;
  document.title = (faults.length ? ERROR : "") + document.title.replace(ERROR, "");
  if (faults.length) summary.focus();
}

/** @param {string} name @param {string} words */
function tellBeside(name, words) {
  const input = document.getElementById(name);
  const [label, said] = document.getElementById(`${name}-error`)?.children ?? [];
  if (!input || !said) return;
  /** @type {HTMLElement} */ (label).hidden = !words;
  said.textContent = words;
  if (!words) input.removeAttribute("aria-invalid");
  else if (input.getAttribute("type") !== "radio") input.setAttribute("aria-invalid", "true");
}
