import { field } from "./fields.js";

const TOKEN_LASTS_MS = 12 * 3_600_000;
const TOKEN_WAIT_MS = 5_000;
const POST_WAIT_MS = 30_000;
/** Before each automatic retry: how long to wait, and how long at most where the service asks for more. */
const RETRIES = [
  { pause_s: 2, most_s: 60 },
  { pause_s: 5, most_s: 10 },
];
const PASSING = ["lost", "busy", "down"];

/**
 * What became of a post: its reference, what to mend, or why it has not been sent.
 *
 * @typedef {{ field: string, message: string }} Fault
 * @typedef {"offline" | "lost" | "busy" | "down" | "large" | "odd"} Why
 * @typedef {{ id?: string, faults?: Fault[], why?: Why, wait_s?: number }} Outcome
 */

/** Sends one form in place, with a token of the service's where one can be had, and always under the form's own key. */
export class Sending {
  #form;
  #tokenAt = -Infinity;
  /** @type {Promise<void> | null} */
  #asking = null;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
  }

  /** Has a token that is younger than half a day, or none: the service takes a post without one as well. */
  token() {
    if (Math.abs(Date.now() - this.#tokenAt) < TOKEN_LASTS_MS) return Promise.resolve();
    this.#asking ??= this.#askForToken().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** The next message wants a token of its own. */
  dropToken() {
    this.#tokenAt = -Infinity;
  }

  /**
   * Posts, and after a lost connection or a busy service posts again, twice at most.
   *
   * @param {(outcome: Outcome, pause_s: number) => void} tell called before each pause
   * @returns {Promise<Outcome>}
   */
  async send(tell) {
    for (const { pause_s, most_s } of RETRIES) {
      const outcome = await this.#post();
      const wait_s = Math.max(pause_s, outcome.wait_s ?? 0);
      if (!PASSING.includes(outcome.why ?? "") || wait_s > most_s) return outcome;
      tell(outcome, wait_s);
      await new Promise((done) => setTimeout(done, wait_s * 1_000));
    }
    return this.#post();
  }

  async #askForToken() {
    const [signal, done] = within(TOKEN_WAIT_MS);
    try {
      const answer = await fetch(new URL("token", this.#form.action), { cache: "no-store", signal });
      const { token } = await answer.json();
      if (!answer.ok || !token) return;
      field(this.#form, "token").value = token;
      this.#tokenAt = Date.now();
    } catch {
      // No network, or a service that gives none.
    } finally {
      done();
    }
  }

  /** With a token asked for anew where there is none yet: a service that is back gives one. @returns {Promise<Outcome>} */
  async #post() {
    await this.token();
    const [signal, done] = within(POST_WAIT_MS);
    const typed = /** @type {[string, string][]} */ ([...new FormData(this.#form)]);
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(typed),
        signal,
      });
      return understand(answer, await answer.text());
    } catch {
      return { why: navigator.onLine ? "lost" : "offline" };
    } finally {
      done();
    }
  }
}

/**
 * @param {Response} answer
 * @param {string} body
 * @returns {Outcome}
 */
function understand({ ok, status, headers }, body) {
  const said = read(body);
  if (ok && said?.ok) return { id: String(said.id) };
  const faults = Array.isArray(said?.errors) ? said.errors : [];
  if (faults.length && (status === 422 || (status === 413 && faults.some(isOfAField)))) return { faults };
  const wait_s = Number(headers.get("Retry-After")) || 0;
  if (status === 408) return { why: "lost" };
  if (status === 413) return { why: "large" };
  if (status === 429) return { why: "busy", wait_s };
  return status < 500 ? { why: "odd" } : { why: "down", wait_s };
}

/** @param {Fault} fault */
function isOfAField({ field }) {
  return field !== "form";
}

/** @param {string} body @returns {any} what it says; nothing where it is a page instead */
function read(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/**
 * @param {number} ms
 * @returns {[AbortSignal, () => void]} a signal that gives up after so long, and what calls that off
 */
function within(ms) {
  const giving = new AbortController();
  const timer = setTimeout(() => giving.abort(), ms);
  return [giving.signal, () => clearTimeout(timer)];
}
