/** What fingers make of frequent names. */
const MEANT = Object.entries({
  gmail: "gmial gmal gmai gamil gnail gmaill gmil gmeil gmaul gmali",
  hotmail: "hotmial hotmal hotmai hotmil hotnail homail hotmaill",
  outlook: "outlok outloo outllok outlool oulook",
  yahoo: "yaho yahooo yhoo yahho",
  icloud: "iclod icoud iclould icluod",
});
const ENDED = /^(?:con|cmo|ocm|comm|coom|vom|xom|cm|om)$/;

/**
 * @param {string} address
 * @returns {string} what was probably meant, where a frequent slip is in it; else nothing
 */
export function probablyMeant(address) {
  const [, person, name, end] = /^(.+@)([^@.]+)\.([^@]+)$/.exec(address.trim().toLowerCase()) ?? [];
  if (!person) return "";
  const right = MEANT.find(([, slips]) => slips.split(" ").includes(name))?.[0] ?? name;
  const isKnown = MEANT.some(([known]) => known === right);
  const rightEnd = ENDED.test(end) && (isKnown || end === "con") || (end === "co" && isKnown) ? "com" : end;
  const meant = `${address.trim().slice(0, person.length)}${right}.${rightEnd}`;
  return right === name && rightEnd === end ? "" : meant;
}

/**
 * Offers it below the box, to take or to leave.
 *
 * @param {HTMLInputElement} email
 * @param {AbortSignal} signal
 */
export function suggest(email, signal) {
  const line = email.parentElement?.querySelector("[role=status]");
  if (!line) return;
  email.addEventListener("input", () => line.replaceChildren(), { signal });
  email.addEventListener("change", () => {
    const meant = probablyMeant(email.value);
    if (!meant) return line.replaceChildren();
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: meant });
    take.addEventListener("click", () => {
      email.value = meant;
      email.dispatchEvent(new Event("input", { bubbles: true }));
      email.focus();
    });
    line.replaceChildren("Did you mean ", take, "?");
  }, { signal });
}
