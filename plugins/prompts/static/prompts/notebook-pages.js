/**
 * The order of a notebook: what was answered where, in the order in which it is read. Nothing here touches a page.
 *
 * Every answer finds a place, whatever has become of its question since: where no module tells of a series or a musing, the words
 * that were kept with the answer do.
 */

/**
 * @typedef {import("./answers.js").Answer} Answer
 *
 * @typedef {object} ToldPrompt
 * @property {string} id
 * @property {string} question
 * @property {string[]} [was] ids that it had at its musing's former addresses
 *
 * @typedef {object} ToldMusing
 * @property {string} title
 * @property {string} address
 * @property {string[]} [before] its former addresses
 * @property {string} [series] the slug of the series that it stands in
 * @property {ToldPrompt[]} prompts
 *
 * @typedef {object} Told what a generated module says of a series, in reading order, or of one musing
 * @property {string} title
 * @property {string} address
 * @property {ToldMusing[]} musings
 *
 * @typedef {object} Asked a question with its answers, the oldest first
 * @property {string[]} ids
 * @property {string} question
 * @property {Answer[]} answers
 *
 * @typedef {object} MusingPage
 * @property {string} title
 * @property {string[]} addresses today's, then its former ones
 * @property {boolean} isTold whether a module tells what it asks today
 * @property {Asked[]} asked
 * @property {Answer[]} gone answers to what it asks no more
 *
 * @typedef {object} Part a series, or everything outside of any
 * @property {string} title
 * @property {string} [address]
 * @property {MusingPage[]} musings
 */

/**
 * @param {Answer[]} answers oldest first
 * @param {import("./series-begun.js").Begun} begun what is asked there today
 * @returns {Part[]}
 */
export function pagesOf(answers, begun) {
  const parts = new Map([...begun.series].map(([slug, told]) => [slug, partOf(slug, told)]));
  /** @type {Part} */
  const outside = { title: "", musings: [] };
  /** @type {Map<string, MusingPage>} */
  const homes = new Map();
  for (const { musings } of parts.values())
    for (const page of musings) for (const address of page.addresses) if (!homes.has(address)) homes.set(address, page);

  for (const answer of answers) {
    let page = homes.get(answer.address);
    if (!page) {
      const { title, address } = answer;
      const told = begun.musings.find((musing) => musing.address === address || musing.before?.includes(address));
      const { series = "" } = told ?? answer;
      page = told ? pageOf(told) : { title, addresses: [address], isTold: Boolean(begun.series.get(series)), asked: [], gone: [] };
      (parts.get(series) ?? outside).musings.push(page);
      for (const one of page.addresses) homes.set(one, page);
    }
    place(answer, page);
  }
  // What has not been answered is shown where a series has been begun.
  for (const page of outside.musings) page.asked = page.asked.filter((asked) => asked.answers.length);
  const written = [...parts.values()].filter(({ musings }) => musings.some(hasAnswers));
  if (written.length) outside.title = "Other musings";
  return [...written, outside].filter(({ musings }) => musings.length);
}

/**
 * @param {MusingPage} page
 * @returns {boolean}
 */
export const hasAnswers = ({ asked, gone }) => gone.length > 0 || asked.some(({ answers }) => answers.length);

/**
 * @param {Part[]} parts
 * @returns {Answer[]} all of them, as they are read
 */
export const inReadingOrder = (parts) =>
  parts.flatMap(({ musings }) => musings.flatMap(({ asked, gone }) => [...asked.flatMap(({ answers }) => answers), ...gone]));

/**
 * @param {string} slug
 * @param {Told | undefined} told
 * @returns {Part}
 */
function partOf(slug, told) {
  // Without its module a series is called by its address.
  if (!told) return { title: slug[0].toUpperCase() + slug.slice(1).replaceAll("-", " "), musings: [] };
  return { title: told.title, address: told.address, musings: told.musings.map(pageOf) };
}

/**
 * @param {ToldMusing} told
 * @returns {MusingPage}
 */
const pageOf = ({ title, address, before = [], prompts }) => ({
  title,
  addresses: [address, ...before],
  isTold: true,
  asked: prompts.map(({ id, question, was = [] }) => ({ ids: [id, ...was], question, answers: [] })),
  gone: [],
});

/**
 * An answer belongs to the question of its name; or to the one with its very words, where that name is gone.
 *
 * @param {Answer} answer
 * @param {MusingPage} page
 */
function place(answer, page) {
  const { prompt, question } = answer;
  const { asked } = page;
  const own = asked.find(({ ids }) => ids.includes(prompt)) ?? asked.find((one) => one.question === question);
  if (own) {
    own.answers.push(answer);
    if (!page.isTold) own.question = question;
  } else if (page.isTold) page.gone.push(answer);
  else asked.push({ ids: [prompt], question, answers: [answer] });
}
