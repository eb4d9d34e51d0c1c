/** How well this browser keeps a notebook, as far as it says. */
import { isKeeping } from "./answers.js";

/** @returns {Promise<string>} */
export async function howKept() {
  if (!isKeeping()) return "This browser does not let this site keep anything, so nothing can be gathered here.";
  // Promised or not: circumstances.js says where this is from.
  if (/^Apple/.test(navigator.vendor) && !matchMedia("(display-mode: standalone)").matches)
    return "Kept only in this browser, which may forget it after seven days on which you use it and do not come back here: keep a copy of what matters to you.";
  const isPromised = await navigator.storage?.persisted?.().catch(() => false);
  if (isPromised) return "Kept only in this browser, which has promised to keep it until you delete it.";
  return "Kept only in this browser, which has not promised to keep it for ever: keep a copy of what matters to you.";
}
