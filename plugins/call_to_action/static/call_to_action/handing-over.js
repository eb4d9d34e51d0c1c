const SENT = `sent:${new URL("..", import.meta.url).pathname.slice(0, -1)}`;

/**
 * Leaves the fields as they are sent for the thanks page, or nothing.
 *
 * @param {HTMLFormElement | null} form
 */
export function handOver(form) {
  try {
    sessionStorage.removeItem(SENT);
    if (!form) return;
    const sent = new FormData(form);
    for (const name of ["key", "website", "token", "release", "confirm"]) sent.delete(name);
    const reply = form.querySelector("[name=reply_by]:checked")?.closest("label")?.textContent;
    if (reply) sent.set("reply_by", reply);
    sessionStorage.setItem(SENT, JSON.stringify(Object.fromEntries(sent)));
  } catch {
    // Storage may be forbidden or full: the message is sent all the same, and thanked for without a copy.
  }
}
