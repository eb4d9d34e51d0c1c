/** Ways to take words along, for who writes where nothing is kept. Few readers need them, so they come when one does. */
import { make } from "./drawing.js";

/**
 * @param {HTMLElement} place
 * @returns {HTMLElement[]} ways to take along what stands in the box of this prompt
 */
export function ways(place) {
  const copies = import("./copies.js");
  const prompt = place.closest("reflection-prompt");
  const written = () => prompt?.querySelector("textarea")?.value ?? "";
  const whole = () => `${prompt?.querySelector(".prompt-question")?.textContent?.trim()}\n\n${written()}\n\n${location.href}\n`;
  const save = make("button", { type: "button", textContent: "Save a copy" });
  save.onclick = async () => (await copies).offer("answer.txt", "text/plain", whole());
  return [save, copier("Copy the words", written)];
}

/**
 * @param {string} name of the button
 * @param {() => string} words
 */
export function copier(name, words) {
  const button = make("button", { type: "button", textContent: name });
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(words());
      button.textContent = "Copied";
    } catch {
      // Not every app's browser lets a page do that. Then the words stand there, to be copied by hand.
      const shown = make("textarea", { value: words(), readOnly: true, rows: 2, ariaLabel: name });
      button.replaceWith(shown);
      shown.select();
    }
  };
  return button;
}
