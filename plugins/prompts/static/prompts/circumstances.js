/**
 * What a reader should know of the browser that they write in: one that forgets, one that keeps nothing, one that is full.
 *
 * Browsers do not say what they are, so most of this is a guess, and is worded as one.
 */
import { BASE, isKeeping, every } from "./answers.js";
import { make } from "./drawing.js";

/** @typedef {import("./answers.js").Answer} Answer */

const AGENT = navigator.userAgent;
// Other apps' browsers name themselves; those of iPhones at least leave out that they are Safari.
const APP = /FBA[NV]|Instagram|LinkedIn|Twitter|TikTok|musical_ly|Byte|Snapchat|Pinterest|MicroMess|Line\/|GSA\/|; wv\)|iP.*it\/(?!.*Safari)/;
const GIB = 2 ** 30;
let isGuessed = false;
let isFleeting = false;

/**
 * Before the first word: that this browser will forget, or keeps nothing at all. Said in the first prompt of the
 * page, and in each other that a reader comes to; a guess, once.
 *
 * @param {HTMLElement} place
 */
export async function beforeWriting(place) {
  const isHere = place.parentElement?.contains(document.activeElement);
  if (place.firstChild || !(isHere || place === document.querySelector(".prompt-notices"))) return;
  if (!isKeeping())
    await sayAndOffer(place, "This browser lets nothing be kept. You can write here all the same; before you leave, take your words with you.");
  else if (isWithinAnApp()) {
    const { host, protocol, pathname, search, href } = location;
    const elsewhere = `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};action=android.intent.action.VIEW;end`;
    const links = /Android/.test(AGENT) ? [make("a", { href: elsewhere, textContent: "Open in your browser" })] : [];
    const actions = say(
      place,
      "You are reading inside another app. It may forget what you write here when you close it; your own browser remembers longer.",
      ...links,
    );
    actions.append((await import("./taking-along.js")).copier("Copy the address", () => href));
  } else if (isHere && !isGuessed) {
    isGuessed = true;
    isFleeting = await isPrivate();
    if (isFleeting)
      await sayAndOffer(place, "This looks like a private window. It forgets what you write when you close it, so take your words with you.");
  }
}

/**
 * After the first answer that this browser kept: how long it will. It is asked, once and never again, to keep it for good.
 *
 * @param {HTMLElement} place
 */
export async function afterKeeping(place) {
  if (isFleeting) return; // it forgets sooner than any rule
  const key = `persistence:${BASE}`;
  try {
    if (localStorage.getItem(key)) return;
    localStorage.setItem(key, "asked");
  } catch {
    return;
  }
  await navigator.storage?.persist?.().catch(() => {});
  // WebKit's rule (webkit.org/blog/10218), in Safari and in all browsers of iPhones, whether or not it has agreed to keep things;
  // pages on the home screen are not expected to fall under it.
  const forgets = /Safari/.test(AGENT) && !/Chrom|Android/.test(AGENT) && !isOnHomeScreen();
  const copies = forgets && import("./copies.js"); // now, since there may be no connection when the button is pressed
  if (copies)
    say(
      place,
      `${/iOS/.test(AGENT) ? "This browser" : "Safari"} may forget what this site kept after seven days on which you use it and do not come back here. A copy is safe.`,
      make("button", {
        type: "button",
        textContent: "Keep a copy",
        onclick: async () => (await copies).offer("notebook.json", "application/json", (await copies).toJson(every())),
      }),
    );
  else if (await navigator.storage?.persisted?.().catch(() => {}))
    say(place, "This browser has agreed to keep it until you delete it, even when space runs short.");
}

/**
 * An answer could not be kept: its words stay in the box, and can be taken elsewhere.
 *
 * @param {HTMLElement} place
 */
export async function notKept(place) {
  if (!place.querySelector("[data-kind=ways]")) await sayAndOffer(place, "To be safe, take your words with you:");
}

function isWithinAnApp() {
  return APP.test(AGENT) && !isOnHomeScreen();
}

function isOnHomeScreen() {
  return matchMedia("(display-mode: standalone)").matches;
}

/** Firefox and Safari refuse files to a private window. Chromium hides what it is; an older one had little room there. */
async function isPrivate() {
  const { storage, deviceMemory = 0 } = /** @type {any} */ (navigator);
  try {
    await storage?.getDirectory?.();
    return (await storage?.estimate?.())?.quota < 0.3 * deviceMemory * GIB;
  } catch {
    return true;
  }
}

/**
 * Say it at once, and offer ways to take words along as soon as they are here.
 *
 * @param {HTMLElement} place
 * @param {string} words
 */
async function sayAndOffer(place, words) {
  const actions = say(place, words);
  actions.dataset.kind = "ways";
  actions.append(...(await import("./taking-along.js")).ways(place));
}

/**
 * @param {HTMLElement} place
 * @param {string} words
 * @param {...HTMLElement} actions
 * @returns {HTMLElement} where they stand
 */
function say(place, words, ...actions) {
  const said = make("p", { role: "status" });
  const all = make("p", {}, ...actions);
  place.append(said, all);
  said.textContent = words; // once it is there, so that it is read out
  return all;
}
