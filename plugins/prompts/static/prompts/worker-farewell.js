/**
 * Published at /worker.js where nothing is to be kept for offline reading: whoever has the other worker gets this one on
 * their next visit. It takes what was kept with it and goes. No page is loaded again, and answers stay, which
 * are no business of a worker's.
 */
const farewell = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
farewell.addEventListener("install", () => farewell.skipWaiting());
farewell.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  await caches.delete(`notebook:${location.pathname.slice(0, -"/worker.js".length)}`);
  await farewell.registration.unregister();
}
