import { field } from "./fields.js";

const DRAFT = `draft:${new URL("..", import.meta.url).pathname.slice(0, -1)}`;
const KEPT = ["name", "email", "phone", "reply_by", "topic", "message", "key"];

/**
 * Keeps what is typed in this tab's own storage until it has arrived: browsers forget it on a reload, and whenever the
 * page is opened anew. With it goes the key, so that what is sent again after a reload still arrives once.
 *
 * @param {HTMLFormElement} form
 */
export function keepDraft(form) {
  const typed = new FormData(form);
  const draft = Object.fromEntries(KEPT.map((name) => [name, typed.get(name)]).filter(([, words]) => words));
  try {
    if (Object.keys(draft).some((name) => name !== "key")) sessionStorage.setItem(DRAFT, JSON.stringify(draft));
    else sessionStorage.removeItem(DRAFT);
  } catch {
    // Storage may be forbidden or full: what is typed stays on the page.
  }
}

/**
 * Puts what was typed before into what is empty; what stands there is newer.
 *
 * @param {HTMLFormElement} form
 */
export function restoreDraft(form) {
  try {
    for (const [name, words] of Object.entries(JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}"))) {
      const empty = field(form, name);
      if (KEPT.includes(name) && empty && !empty.value) empty.value = words;
    }
  } catch {
    // Nothing that could be read.
  }
}

/** It has arrived. */
export function forgetDraft() {
  try {
    sessionStorage.removeItem(DRAFT);
  } catch {
    // Where storage is forbidden, nothing was kept.
  }
}
