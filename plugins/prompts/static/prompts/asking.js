/** A dialog that asks before something is done that nobody can undo. */
import { make } from "./drawing.js";

/**
 * @param {string} question
 * @param {string} yes what the button says that does it
 * @returns {Promise<boolean>} whether the reader wants it; Escape is no
 */
export function ask(question, yes) {
  const no = make("button", { type: "button", className: "button", textContent: "No, keep it", autofocus: true });
  const go = make("button", { type: "button", textContent: yes });
  const words = make("p", { id: "notebook-question", textContent: question });
  const dialog = make("dialog", { className: "notebook-dialog" }, words, make("p", {}, no, go));
  dialog.setAttribute("aria-labelledby", words.id);
  document.body.append(dialog);
  return new Promise((resolve) => {
    no.onclick = () => dialog.close();
    go.onclick = () => dialog.close("yes");
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
    dialog.showModal();
  });
}
