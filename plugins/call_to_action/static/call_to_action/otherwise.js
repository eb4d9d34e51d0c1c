import { field } from "./fields.js";

/** Longer addresses some mail programs cut off, or refuse. */
const MOST_OF_AN_ADDRESS = 1_800;
const REST = "\n\n[The rest did not fit. “Copy what I wrote” has all of it.]";

/**
 * Other ways for what was written: a copy, and a letter in one's own mail program.
 *
 * @param {HTMLElement} ways
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 */
export function offerOtherwise(ways, form, signal) {
  const [copy, text] = [ways.querySelector("button"), ways.querySelector("textarea")];
  const said = ways.querySelector("[role=status]");
  const letter = ways.querySelector("a");
  if (!copy || !text || !said) return;
  copy.addEventListener("click", async () => {
    text.value = written(form);
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Your browser does not let the page copy. Here it is, selected, to copy yourself.";
      text.hidden = false;
      text.select();
    }
  }, { signal });
  // When it is pressed, so that it has the last word that was typed.
  letter?.addEventListener("click", () => (letter.search = `?${asLetter(form)}`), { signal });
}

/** @param {HTMLFormElement} form */
function written(form) {
  const lines = ["name", "email", "phone", "reply_by", "topic"].map((name) => line(form, name)).filter(Boolean);
  const texts = ["message", "reflections"].map((name) => field(form, name).value.trim()).filter(Boolean);
  return [lines.join("\n"), ...texts].join("\n\n");
}

/** @param {HTMLFormElement} form @param {string} name */
function line(form, name) {
  const words = field(form, name)?.value.trim();
  if (!words) return "";
  const label = form.querySelector(`[for=${name}]`) ?? form.querySelector(`fieldset:has([name=${name}]) legend`);
  return `${label?.textContent?.replace(/ \(.*|\?/g, "")}: ${words}`;
}

/** @param {HTMLFormElement} form */
function asLetter(form) {
  const name = field(form, "name").value.trim().slice(0, 60);
  const whole = written(form);
  let body = encoded(whole);
  for (let end = [...whole]; body.length > MOST_OF_AN_ADDRESS; body = encoded(end.join("") + REST)) {
    end = end.slice(0, -Math.max(1, Math.ceil((body.length - MOST_OF_AN_ADDRESS) / 12)));
  }
  return `subject=${encoded("Message from " + name)}&body=${body}`;
}

/** @param {string} words */
function encoded(words) {
  return encodeURIComponent(words.replace(/\n/g, "\r\n"));
}
