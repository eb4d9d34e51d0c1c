/**
 * A question as a picture to carry: on a lock screen, or to share. It is drawn here, in the size of the reader's own screen.
 *
 * From any page: `(await import("./question-card.js")).offerCard({ question }, place)`, where `place` is an empty element in which
 * the picture and its buttons may stand. It brings its own style sheet, and asks for nothing of a prompt around it.
 */
import { BASE } from "./answers.js";
import { offer } from "./copies.js";
import { make } from "./drawing.js";

// Of the way down the picture: phones show the clock above the question, and their buttons below the practice's name.
const TOP = 0.31;
const FOOT = 0.62;
const NAME = 0.84;
const MARGIN = 0.09;
const LARGEST = 0.118;
// From the farthest hill to the nearest, each with its inks by day and by night; in a box of 1000 by 1000, half the picture high.
const HILLS = [
  ["#cdd4c8, #354c5b", "M0 390C130 360 230 250 370 262S560 392 690 350 880 226 1000 250V1e3H0"],
  ["#a9b9ad, #2a3e4b", "M0 372C90 330 170 330 270 392S470 452 600 392 860 380 1000 446V1e3H0"],
  ["#7d9a8b, #20313b", "M0 500C150 520 250 420 400 420S640 540 760 520 920 440 1000 424V1e3H0"],
  ["#4d7867, #17262f", "M0 486C120 460 220 540 360 572S700 620 1000 520V1e3H0"],
  ["#2f5d50, #101c22", "M0 664C180 650 330 560 520 560S820 640 1000 612V1e3H0"],
  ["#17352f, #0a1214", "M0 790C160 730 330 720 520 770S850 860 1000 800V1e3H0"],
];
const CAIRN =
  "M1 20c0-4 4-5 10-5s12 1 12 5c0 2-2 3-4 3H5c-2 0-4-1-4-3zM6 12c0-4 4-4 8-4s6 1 6 3-2 3-6 3-8 0-8-2zM6 5c0-2 3-4 6-4s4 2 4 3c0 2-2 3-5 3-4 0-5-1-5-2z";
// Scripts that write words without spaces between them, and those that run to the left.
const UNSPACED = "[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]";
const STARTS = new RegExp(`^${UNSPACED}`, "u");
const ENDS = new RegExp(`${UNSPACED}$`, "u");
const LEFTWARD = /^[^\p{L}]*[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}]/u;

/**
 * @param {number} width of the screen, in CSS pixels
 * @param {number} height of it
 * @param {number} ratio of the device's pixels to these
 * @param {boolean} isTouched rather than pointed at: what is carried about
 * @returns {[number, number]} the picture's width and height, upright
 */
export function size(width, height, ratio, isTouched) {
  const sides = [width, height].map((side) => Math.round(side * ratio)).sort((one, other) => one - other);
  return isTouched && sides[0] >= 600 ? [sides[0], sides[1]] : [1080, 1920];
}

/**
 * Set words as large as they fit, in lines of about one length.
 *
 * @param {string} words
 * @param {number} width that there is
 * @param {number} height that there is
 * @param {number} largest size of the letters
 * @param {number} leading from line to line, in parts of the size
 * @param {(words: string) => number} measure how wide some words are at size 1
 * @returns {{ size: number, lines: string[] }}
 */
export function layout(words, width, height, largest, leading, measure) {
  const whole = pieces(words);
  for (let size = largest; ; size *= 0.96) {
    const room = width / size;
    const fits = (/** @type {string} */ piece) => measure(piece.trimEnd()) <= room;
    // A very long word makes the others smaller; when that is not enough, it is broken.
    if (size > largest * 0.55 && !whole.every(fits)) continue;
    const parts = whole.flatMap((piece) => (fits(piece) ? [piece] : segments(piece, "grapheme")));
    const count = wrapped(parts, room, measure).length;
    if (count * size * leading > height) continue;
    let [low, high] = [Math.max(room / 3, ...parts.map((part) => measure(part.trimEnd()))), room];
    for (let step = 0; step < 9; step += 1) {
      const middle = (low + high) / 2;
      if (wrapped(parts, middle, measure).length > count) low = middle;
      else high = middle;
    }
    return { size, lines: wrapped(parts, high, measure) };
  }
}

/**
 * @param {string} words
 * @returns {string[]} what a line may be broken between: words with their marks and the space after them
 */
export function pieces(words) {
  /** @type {string[]} */
  const found = [];
  for (const segment of segments(words.trim().replace(/\s+/g, " "), "word")) {
    const last = found.at(-1) ?? " ";
    const isFree = STARTS.test(segment) ? !/[\p{Ps}\p{Pi}]$/u.test(last) : ENDS.test(last) && /^[\p{L}\p{N}]/u.test(segment);
    if (last.endsWith(" ") || isFree) found.push(segment);
    else found[found.length - 1] += segment;
  }
  return found.filter((piece) => piece.trim());
}

/** @param {string} words @param {"word" | "grapheme"} granularity */
const segments = (words, granularity) => Array.from(new Intl.Segmenter(undefined, { granularity }).segment(words), ({ segment }) => segment);

/**
 * @param {string[]} parts
 * @param {number} room
 * @param {(words: string) => number} measure
 */
function wrapped(parts, room, measure) {
  const lines = [""];
  for (const part of parts) {
    const longer = lines[lines.length - 1] + part;
    if (measure(longer.trimEnd()) <= room || longer === part) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd());
}

/**
 * Show the picture, and offer to keep or share it.
 *
 * @param {{ question: string }} asks
 * @param {HTMLElement} place
 */
export async function offerCard({ question }, place) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const href = import.meta.url.replace(/js$/, "css");
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(make("link", { rel: "stylesheet", href }));
  const [width, height] = size(screen.width, screen.height, devicePixelRatio, matchMedia("(pointer: coarse)").matches);
  const canvas = make("canvas", { width, height, role: "img", ariaLabel: `A picture to carry: hills, a cairn, and the question “${question}”` });
  const redraw = async () => {
    await draw(canvas, question);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    return new File([blob], "question.png", { type: "image/png" });
  };
  const button = (/** @type {string} */ textContent, /** @type {() => unknown} */ onclick) => make("button", { type: "button", textContent, onclick });
  const turn = button("By day or by night", () => {
    canvas.style.colorScheme = isNight(canvas) ? "light" : "dark";
    drawn = redraw();
  });
  const close = button("Close", () => {
    place.replaceChildren();
    opener?.focus();
  });
  // Whoever turns it and presses at once waits for what they see: the file of a large picture takes its time.
  const save = button("Save the picture", async () => {
    const file = await drawn;
    offer(file.name, file.type, file);
  });
  const share = button("Share", async () => navigator.share({ files: [await drawn] }).catch(() => {}));
  const actions = make("p", {}, save, turn, close);
  place.replaceChildren(make("div", { className: "question-card" }, canvas, actions));
  let drawn = redraw();
  const file = await drawn;
  if (navigator.canShare?.({ files: [file] })) save.after(share);
  save.focus();
}

/** @param {HTMLCanvasElement} canvas in the page, whose colours and typeface it takes */
const isNight = (canvas) => inkOf(canvas, "light-dark(#fff, #000)") === "rgb(0, 0, 0)";

/** @param {HTMLCanvasElement} canvas @param {string} colour */
function inkOf(canvas, colour) {
  canvas.style.color = colour;
  return getComputedStyle(canvas).color;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} question
 */
async function draw(canvas, question) {
  const { width, height } = canvas;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ink = (/** @type {string} */ colour) => inkOf(canvas, colour);
  const family = getComputedStyle(document.body).fontFamily;
  const name = document.querySelector(".head .name")?.textContent?.trim() ?? "";
  // Only ours: a stand-in that this machine has not would be an error. Without it the words are set in what there is.
  await document.fonts.load(`1px ${family.split(",")[0]}`, question + name).catch(() => {});

  const sky = pen.createLinearGradient(0, 0, 0, height * 0.7);
  sky.addColorStop(0, ink("light-dark(#eef0e6, #10181b)"));
  sky.addColorStop(0.55, ink("light-dark(#f1ecdd, #16242c)"));
  sky.addColorStop(1, ink("light-dark(#f8e2c6, #2b4352)"));
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = ink("light-dark(#cf6a35, #efe6cf)");
  pen.beginPath();
  pen.arc(width * 0.65, height * 0.671, width * 0.066, 0, 7);
  pen.fill();
  HILLS.forEach(([inks, path], index) => {
    pen.save();
    pen.fillStyle = ink(`light-dark(${inks})`);
    pen.translate(0, height / 2);
    pen.scale(width / 1000, height / 2000);
    pen.fill(new Path2D(path));
    pen.restore();
    if (index !== 4) return;
    pen.save();
    pen.fillStyle = ink("var(--bracken)");
    pen.translate(width * 0.46, height * 0.783 - width * 0.105);
    pen.scale(width / 220, width / 220);
    pen.fill(new Path2D(CAIRN));
    pen.restore();
  });

  const at = (/** @type {number} */ size) => (pen.font = `${size}px ${family}`);
  const measure = (/** @type {string} */ words) => pen.measureText(words).width / 100;
  const leading = /[^\p{sc=Latn}\p{sc=Zyyy}\p{sc=Zinh}]/u.test(question) ? 1.4 : 1.2;
  at(100);
  const { size, lines } = layout(question, width * (1 - 2 * MARGIN), height * (FOOT - TOP), width * LARGEST, leading, measure);
  at(size);
  const isLeftward = LEFTWARD.test(question);
  pen.direction = isLeftward ? "rtl" : "ltr";
  pen.textBaseline = "middle";
  pen.fillStyle = ink("var(--ink)");
  const first = (height * (TOP + FOOT) - lines.length * size * leading) / 2;
  lines.forEach((line, index) => pen.fillText(line, width * (isLeftward ? 1 - MARGIN : MARGIN), first + (index + 0.5) * size * leading));

  pen.direction = "ltr";
  pen.fillStyle = ink("light-dark(#fbf8f1, #e8e3d6)");
  [name, location.host + BASE].forEach((words, index) => {
    at(100);
    const small = layout(words, width * (1 - 2 * MARGIN), width * 0.05, width * (index ? 0.036 : 0.046), 1, measure);
    at(small.size);
    pen.fillText(small.lines.join(""), width * MARGIN, height * NAME + index * width * 0.058);
  });
}
