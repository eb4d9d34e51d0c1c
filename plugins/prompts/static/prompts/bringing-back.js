/** Bringing a copy back: its answers are added to those that are here, and nothing that is here goes. */
import { adopt, isKeeping } from "./answers.js";
import { NotACopy, fromFile } from "./copies.js";
import { inWords } from "./long-ago.js";

const NAMED = 5;

/**
 * @param {File} file that the reader has chosen
 * @returns {Promise<string>} what has come of it, in words
 */
export async function bringBack(file) {
  if (!isKeeping()) return "This browser does not let this site keep anything, so nothing can be brought back here.";
  try {
    const { answers, bad } = await fromFile(file);
    const { added, refused } = adopt(answers);
    return [outcome(answers.length, added, refused), leftOut(bad)].filter(Boolean).join(" ");
  } catch (fault) {
    if (fault instanceof NotACopy) return fault.message;
    throw fault;
  }
}

/**
 * @param {number} all
 * @param {number} added
 * @param {number} refused
 */
function outcome(all, added, refused) {
  if (refused) return "There is not room for everything in this browser: keep the file. What fitted was brought back.";
  if (!all) return "There is no answer in this file.";
  if (!added) return "All of it is here already.";
  const brought = `${inWords(added, "answer")} ${added === 1 ? "was" : "were"} brought back`;
  return `${brought[0].toUpperCase()}${brought.slice(1)}${added < all ? "; the rest is here already" : ""}.`;
}

/** @param {string[]} bad */
function leftOut(bad) {
  if (!bad.length) return "";
  const others = bad.length > NAMED ? " and others" : "";
  return `Left out, since they are not whole: ${bad.slice(0, NAMED).join("; ")}${others}.`;
}
