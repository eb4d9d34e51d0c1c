/**
 * The field of this name: one input, or the buttons of one choice, which have a value in common.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
