/**
 * What a reader has begun can be read without a network: the notebook, the musings that they have answered, the series
 * those belong to. `offline.js` registers this worker once there is something to keep, and tells it what; until then
 * it is not there, and nothing that was not asked for is ever kept.
 *
 * It is published at /worker.js with no fingerprint, since a browser asks for a worker at the address that it knows. It is not
 * bound by the policy of any page, which forbids scripts to connect: so `ask` is its only way to ask for anything
 * by itself, and that asks this site alone, with addresses alone. Answers never reach it.
 *
 * The network comes first. Each page names its scripts, styles and fonts by their fingerprints, so what is kept of an older page
 * is whole and never mixed with a newer one.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const BASE = location.pathname.slice(0, -"/worker.js".length);
const NAME = `notebook:${BASE}`;
const KEPT = { cacheName: NAME, ignoreVary: true };
const NOTEBOOK = "/notebook/";
/** The questions of a musing or a series, beside its page. */
const QUESTIONS = "prompts.js";
/**
 * How long a reader waits for a page that is kept. On one bar of signal a page of ours, which is one round trip, comes in two or
 * three seconds or not before the next corner; and what is kept is what they have read before.
 */
const PATIENCE_MS = 3000;
const GONE = [404, 410];
/** What stands between reader and host says that it can't reach the host: the network has failed, in words. */
const CUT_OFF = [502, 503, 504];
/** Every page of this site begins its policy so. A captive portal's does not, though it may call itself a page like any other. */
const OURS = `content="default-src 'none'`;
const ASSETS = new RegExp(`["'(](${BASE}/assets/[\\w./-]+\\.[\\da-f]{10}\\.\\w+)`, "g");
const PICTURES = new RegExp(`["\\s](${BASE}/photos/[^\\s"]+)-(\\d+)\\.jpg`, "g");
const IMPORTED = /["']\.\/([\w.-]+\.js)["']/g;

/** How often everything was to be forgotten: what was begun before is not to be kept any more. */
let forgotten = 0;
/** @type {Promise<unknown>} */
let work = Promise.resolve();

// A new worker takes over at once, and no page is loaded again for it: each keeps what it keeps in the same way.
worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  const { keep: named, also, forget } = event.data ?? {};
  if (Array.isArray(named) && Array.isArray(also)) event.waitUntil(after(() => keep(named.map(normal), also.map(normal))));
  if (!forget) return;
  forgotten += 1;
  event.waitUntil(caches.delete(NAME));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isOwn = origin === location.origin && pathname.startsWith(`${BASE}/`) && !`${pathname}/`.startsWith(`${BASE}/contact/`);
  if (!isOwn || request.method !== "GET" || request.headers.has("range")) return;
  if (pathname.startsWith(`${BASE}/assets/`)) event.respondWith(unchanging(request));
  else if (pathname.startsWith(`${BASE}/photos/`)) event.respondWith(picture(request));
  else if (request.mode === "navigate") event.respondWith(newest(event, pathname.replace(/index\.html$/, "")));
  else if (pathname.endsWith(`/${QUESTIONS}`)) event.respondWith(newest(event, pathname));
});

/** One thing after another, and none of them may fail loudly: the next opening of the notebook tries again. */
function after(/** @type {() => unknown} */ task) {
  const before = forgotten;
  work = work
    .then(() => before === forgotten && task())
    .catch(() => {})
    .then(() => before !== forgotten && caches.delete(NAME));
  return work;
}

/** A page or its questions: from the network, and as kept only where that fails or tries the reader's patience. */
async function newest(/** @type {FetchEvent} */ event, /** @type {string} */ path) {
  const kept = await caches.match(path, KEPT);
  if (!kept) return fetch(event.request).catch((error) => unreachable(event.request, error));
  const answer = fetch(event.request).then(async (response) => {
    if (CUT_OFF.includes(response.status)) throw new Error("cut off");
    // A line that breaks in the middle of a page has failed, too.
    if (response.ok) await response.clone().arrayBuffer();
    return response;
  });
  const copy = answer.then((response) => response.clone());
  event.waitUntil(copy.then((response) => after(() => see(path, response))).catch(() => {}));
  return Promise.race([answer.catch(() => kept), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept))]);
}

/** What has its fingerprint in its name. */
const unchanging = async (/** @type {Request} */ request) => (await caches.match(request.url, KEPT)) ?? fetch(request);

/** Without a network, a photo in the one size that is kept of it. */
async function picture(/** @type {Request} */ request) {
  return unchanging(request).catch(async (error) => {
    const stem = request.url.replace(/-\d+\.\w+$/, "-");
    const all = (await caches.has(NAME)) ? await (await caches.open(NAME)).keys() : [];
    const one = all.find(({ url }) => url.startsWith(stem) && /^\d+\.\w+$/.test(url.slice(stem.length)));
    const kept = one && (await caches.match(one, KEPT));
    if (kept) return kept;
    throw error;
  });
}

/** In place of a page that is neither kept nor to be had: the way to the notebook, in the notebook's own frame. */
async function unreachable(/** @type {Request} */ request, /** @type {unknown} */ error) {
  const notebook = request.mode === "navigate" && (await caches.match(BASE + NOTEBOOK, KEPT));
  if (!notebook) throw error;
  const title = "This page can’t be reached";
  const link = `<a href="${BASE}${NOTEBOOK}">your notebook</a>`;
  const words = `There may be no network just now. What you have begun is kept in this browser: ${link}.`;
  const main = `<main id="main"><header class="opening"><h1>${title}</h1><p class="standfirst">${words}</p></header></main>`;
  const frame = (await notebook.text())
    .replace(/<title>[^]*?<\/title>/, `<title>${title}</title>`)
    .replace(/ aria-current="\w+"/g, "");
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(frame.replace(/<main[^]*<\/main>/, () => main), { status: 503, headers });
}

/** Take in what the network said of a page that is kept. */
async function see(/** @type {string} */ path, /** @type {Response} */ response) {
  if (!(await caches.has(NAME))) return;
  const cache = await caches.open(NAME);
  if (GONE.includes(response.status)) await drop(cache, path);
  else if (!isWhole(response, path) || (await response.clone().text()) === (await textOf(cache, path))) return;
  else {
    await put(cache, path, response);
    const page = path.replace(/prompts\.js$/, "");
    if (hasQuestions(path)) await renew(cache, page + QUESTIONS);
    // A musing that has moved, or is new in its series.
    for (const musing of await musingsOf(cache, page))
      if (!(await cache.match(BASE + musing, KEPT))) await take(cache, BASE + musing);
  }
  await keepPictures(cache);
  await sweep(cache);
}

/**
 * Keep these and drop all others.
 *
 * @param {string[]} named asked for anew: whoever names them has them open, or has opened the notebook
 * @param {string[]} also asked for where they are not there yet
 */
async function keep(named, also) {
  const before = forgotten;
  const cache = await caches.open(NAME);
  const wanted = new Set([NOTEBOOK, ...named, ...also].filter(Boolean));
  let isComplete = true;
  for (const address of wanted) {
    if (before !== forgotten) return;
    const path = BASE + address;
    try {
      if (named.includes(address) || !(await cache.match(path, KEPT))) await take(cache, path);
      for (const musing of await musingsOf(cache, path)) wanted.add(musing);
    } catch {
      isComplete = false;
    }
  }
  await keepPictures(cache);
  if (!isComplete) return;
  for (const path of await pathsIn(cache))
    if (!isFile(path) && !wanted.has(path.slice(BASE.length).replace(/prompts\.js$/, ""))) await cache.delete(path);
  await sweep(cache);
}

/** The addresses that a page's questions stand at: a series' musings, a moved musing's new one. */
async function musingsOf(/** @type {Cache} */ cache, /** @type {string} */ path) {
  const told = (await textOf(cache, path + QUESTIONS)).match(/^export default (\{[^]*\})/);
  /** @type {{ address: string }[]} */
  const musings = told ? JSON.parse(told[1]).musings : [];
  return musings.map(({ address }) => normal(address)).filter(Boolean);
}

/** A page and its questions. The page comes last: where it is there, all that it needs is there. */
async function take(/** @type {Cache} */ cache, /** @type {string} */ path) {
  if (hasQuestions(path)) await renew(cache, path + QUESTIONS);
  await renew(cache, path);
}

async function renew(/** @type {Cache} */ cache, /** @type {string} */ path) {
  const response = await ask(path);
  if (response) await put(cache, path, response);
  else await drop(cache, path);
}

/** A page with all that it needs, before it. */
async function put(/** @type {Cache} */ cache, /** @type {string} */ path, /** @type {Response} */ response) {
  const text = await response.clone().text();
  if (path.endsWith("/") && !text.includes(OURS)) throw new Error("not a page of this site");
  for (const need of needsOf(path, text)) await hold(cache, need);
  await cache.put(path, response);
}

/** A file of a kept page, with the files that it asks for in its turn. */
async function hold(/** @type {Cache} */ cache, /** @type {string} */ path) {
  if (await cache.match(path, KEPT)) return;
  const response = await ask(path);
  if (!response) return;
  const text = /\.(js|css)$/.test(path) ? await response.clone().text() : "";
  for (const need of needsOf(path, text)) await hold(cache, need);
  await cache.put(path, response);
}

/** One size of each photo, a small one that every browser can show, after all words; none where data is to be saved. */
async function keepPictures(/** @type {Cache} */ cache) {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  for (const path of await pathsIn(cache))
    if (path.endsWith("/")) for (const one of picturesOf(await textOf(cache, path))) await hold(cache, one).catch(() => {});
}

async function drop(/** @type {Cache} */ cache, /** @type {string} */ path) {
  await cache.delete(path);
  if (path.endsWith("/")) await cache.delete(path + QUESTIONS);
}

/** Drop the files that no kept page needs any more. */
async function sweep(/** @type {Cache} */ cache) {
  const paths = await pathsIn(cache);
  const needed = new Set(paths.filter((path) => !isFile(path)));
  for (const path of needed) {
    const text = await textOf(cache, path);
    for (const need of [...needsOf(path, text), ...picturesOf(text)]) needed.add(need);
  }
  for (const path of paths) if (!needed.has(path)) await cache.delete(path);
}

/**
 * Ask this site for a file, and for nothing else.
 *
 * @param {string} path with the base path
 * @returns {Promise<Response | undefined>} nothing where it is gone; rejected where it did not come whole, or as what it should be
 */
async function ask(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin || !url.pathname.startsWith(`${BASE}/`)) throw new Error("not of this site");
  const response = await fetch(url, { redirect: "manual", cache: isFile(path) ? "default" : "no-cache" });
  if (GONE.includes(response.status)) return;
  if (!isWhole(response, path)) throw new Error(`not as it should be: ${path}`);
  return response;
}

/** Whether an answer is this file: complete, from here, not led elsewhere, and of its kind. */
function isWhole(/** @type {Response} */ { type, status, redirected, headers }, /** @type {string} */ path) {
  const kind = headers.get("Content-Type") ?? "";
  const isHtml = kind.startsWith("text/html");
  const fits = path.endsWith("/") ? isHtml : path.endsWith(".js") ? kind.includes("javascript") : !isHtml;
  return type === "basic" && status === 200 && !redirected && fits;
}

/** What a page, a script or a style sheet asks of this site's assets. */
function needsOf(/** @type {string} */ path, /** @type {string} */ text) {
  const needs = Array.from(text.matchAll(ASSETS), ([, asset]) => asset);
  if (!isFile(path) || !path.endsWith(".js")) return needs;
  const beside = path.slice(0, path.lastIndexOf("/") + 1);
  for (const [, name] of text.matchAll(IMPORTED)) needs.push(beside + name);
  if (/import\.meta\.url[^;]*css/.test(text)) needs.push(path.replace(/js$/, "css"));
  return needs;
}

function picturesOf(/** @type {string} */ text) {
  /** @type {Record<string, number>} */
  const narrowest = {};
  for (const [, stem, width] of text.matchAll(PICTURES)) narrowest[stem] = Math.min(narrowest[stem] ?? Infinity, Number(width));
  return Object.entries(narrowest).map(([stem, width]) => `${stem}-${width}.jpg`);
}

/** Whether it is the page of a musing or a series: beside no other is a module of its questions. */
const hasQuestions = (/** @type {string} */ path) => /^\/(musings|series)\/[^/]+\/$/.test(path.slice(BASE.length));

/** Whether it has its fingerprint in its name. */
const isFile = (/** @type {string} */ path) => path.startsWith(`${BASE}/assets/`) || path.startsWith(`${BASE}/photos/`);

const pathsIn = async (/** @type {Cache} */ cache) => (await cache.keys()).map(({ url }) => new URL(url).pathname);

/** The words of a kept page, script or style sheet; "" of anything else. */
async function textOf(/** @type {Cache} */ cache, /** @type {string} */ path) {
  const kept = /(\/|\.js|\.css)$/.test(path) ? await cache.match(path, KEPT) : undefined;
  return kept ? kept.text() : "";
}

/** An address as browsers write it, without the base path; "" where it is not one of a page that may be kept. */
function normal(/** @type {unknown} */ address) {
  if (typeof address !== "string" || !/^\/([^\s/\\:?#]+\/)+$/.test(address)) return "";
  const { pathname } = new URL(`${BASE}${address}`, location.origin);
  return pathname.startsWith(`${BASE}/`) && !pathname.startsWith(`${BASE}/contact/`) ? pathname.slice(BASE.length) : "";
}
