import { field } from "./fields.js";

/**
 * Takes along the page of this site that led to the form, and says so.
 *
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 */
export async function takeReading(form, signal) {
  const reading = new URLSearchParams(location.search).get("reading") ?? "";
  if (!/^(?:\/[a-z0-9][a-z0-9._-]*)+\/$/i.test(reading)) return;
  const address = new URL(form.action).pathname.replace(/\/contact\/$/, reading);
  const title = await titleOf(address, signal);
  if (!title) return;
  field(form, "reading").value = reading;
  const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
  const line = Object.assign(document.createElement("p"), { className: "field-hint" });
  line.append("You were reading ", link, ". The message will say so.");
  form.querySelector(".button")?.before(line);
}

/**
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the page's heading; nothing where there is no such page
 */
async function titleOf(address, signal) {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return "";
    // Of the page only its heading: parsing all of it would try its styles against this page's policy.
    const [heading] = /<h1\b.*?<\/h1>/s.exec(await answer.text()) ?? [""];
    return new DOMParser().parseFromString(heading, "text/html").body.textContent?.trim() ?? "";
  } catch {
    return "";
  }
}
