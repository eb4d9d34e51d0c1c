/**
 * Keep what a reader has begun, so that it can be read without a network. Nothing is registered or kept before somebody
 * calls `keepOffline`: the notebook when it is opened, a prompt when an answer is first kept.
 */
import { BASE, every } from "./answers.js";

/** How many addresses are kept at most: a copy that was brought back may name thousands, which nobody reads on a walk. */
const MOST = 200;
const SCOPE = `${BASE}/`;
/** How often this page has forgotten all: what it was about to keep before is not kept any more. */
let forgotten = 0;

/** @returns {boolean} whether this browser, on this page, lets us try: in many apps' own browsers there are no workers */
export const mayKeepOffline = () =>
  isSecureContext && "serviceWorker" in navigator && "caches" in window && document.documentElement.dataset.offline !== "off";

/**
 * Keep the notebook and the musings of the newest answers, with their series. What is there already is not asked for again.
 * Never fails loudly: what could not be kept is tried again the next time.
 *
 * @param {string[]} [addresses] pages to keep besides, asked for anew: "/notebook/", "/musings/x/", "/series/y/"
 */
export async function keepOffline(addresses = []) {
  if (!mayKeepOffline()) return;
  const before = forgotten;
  try {
    const newestFirst = every().reverse();
    const also = newestFirst.flatMap(({ address, series }) => (series ? [address, `/series/${series}/`] : [address]));
    const registration = await navigator.serviceWorker.register(`${SCOPE}worker.js`, { scope: SCOPE });
    const { active } = await navigator.serviceWorker.ready;
    if (before === forgotten) active?.postMessage({ keep: addresses, also: [...new Set(also)].slice(0, MOST) });
    else await registration.unregister();
  } catch {
    // No network just now, or a browser that lets no worker in.
  }
}

/** Drop all that was kept for reading offline, and the worker. Answers stay: they are not kept there. */
export async function forgetOffline() {
  forgotten += 1;
  try {
    const scope = new URL(SCOPE, location.href).href;
    const registered = (await navigator.serviceWorker.getRegistrations()).filter((one) => one.scope === scope);
    for (const { active } of registered) active?.postMessage({ forget: true });
    await caches.delete(`notebook:${BASE}`);
    for (const registration of registered) await registration.unregister();
  } catch {
    // There was none.
  }
}
