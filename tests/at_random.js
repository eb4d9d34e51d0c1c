/**
 * What happens to answers at random: visits in several tabs type, go on, reload, delete, copy and bring copies back, while
 * the storage fills, the clock jumps and the site is written anew. After each step nothing may be gone that the reader has not replaced or deleted.
 *
 * Run in a page: `atRandom(module, seed, sequences, steps)` gives what was done, and the first loss with the steps that led to it.
 * The rule knows nothing of how answers are kept: it compares the texts that a reader sees before and after a step.
 */
globalThis.atRandom = async (module, seed, sequences, steps) => {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(random() * most);
  const any = (list) => list[below(list.length)];

  // Each tab is a document with its own copy of the module, as tabs are.
  const tabs = await Promise.all(
    [0, 1, 2].map(async () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const ready = new Promise((resolve) => (frame.onload = resolve));
      frame.src = location.href;
      await ready;
      return { window: frame.contentWindow, answers: await frame.contentWindow.eval(`import("${module}")`) };
    }),
  );

  const tally = {};
  for (let sequence = 0; sequence < sequences; sequence++) {
    localStorage.clear();
    const log = [];
    let now = 1.8e12;
    let site = { question: "What now?", addresses: ["/musings/a/"] };
    let words = 0;
    let isFull = false;
    const copies = [];
    const visits = tabs.map(() => undefined);
    for (const { window } of tabs) window.Date.now = () => now;

    const seen = () => tabs[0].answers.every().map(({ text }) => text);
    const step = {
      type(tab) {
        const before = visits[tab]?.text;
        const { answers } = tabs[tab];
        const asked = { prompt: `q-${site.question.length}`, question: site.question, address: site.addresses[0], title: "A" };
        const text = random() < 0.2 ? `w${words++}.` : `${before ?? ""} w${words++}.`; // at times in other words altogether
        const answer = { ...(visits[tab] ?? answers.begin(asked)), text };
        if (!answers.keep(answer)) {
          if (!isFull) throw new Error("not kept, with room to spare");
          return {};
        }
        visits[tab] = answer;
        return { gone: before, come: answer.text };
      },
      goOn(tab) {
        const shown = tabs[tab].answers.every();
        if (shown.length) visits[tab] = tabs[tab].answers.resume(any(shown));
        return {};
      },
      reload(tab) {
        visits[tab] = undefined;
        return {};
      },
      remove(tab) {
        const shown = tabs[tab].answers.every();
        if (!shown.length) return {};
        const answer = any(shown);
        tabs[tab].answers.remove(answer);
        return { gone: answer.text };
      },
      copy(tab) {
        copies.push(JSON.stringify(tabs[tab].answers.every()));
        return {};
      },
      bringBack(tab) {
        if (!copies.length) return {};
        const brought = JSON.parse(any(copies));
        const { refused } = tabs[tab].answers.adopt(brought);
        if (refused && !isFull) throw new Error("no room for a copy, with room to spare");
        return { within: refused ? [] : brought.map(({ text }) => text) };
      },
      tidy(tab) {
        tabs[tab].answers.tidy();
        return {};
      },
      fill() {
        if (isFull) for (const key of Object.keys(localStorage)) if (key.startsWith("junk")) localStorage.removeItem(key);
        isFull = !isFull && random() < 0.1;
        for (let size = 1e6; isFull && size > 10; size /= 10)
          try {
            for (let i = 0; ; i++) localStorage.setItem(`junk${size}-${i}`, "x".repeat(size));
          } catch {
            // No piece of this size goes in any more.
          }
        return {};
      },
      tick() {
        now += any([1, 60_000, 86_400_000, -86_400_000, -4e10, 4e10]);
        return {};
      },
      update() {
        if (random() < 0.5) site = { ...site, question: `${site.question}?` };
        else site = { ...site, addresses: [`/musings/${"b".repeat(site.addresses.length)}/`, ...site.addresses] };
        return {};
      },
    };
    const names = ["type", "type", "type", "type", ...Object.keys(step)];

    for (let number = 0; number < steps; number++) {
      const name = any(names);
      const tab = below(tabs.length);
      const before = seen();
      const { gone, come, within = [] } = step[name](tab);
      const after = seen();
      log.push(`${name} in ${tab}: ${JSON.stringify({ gone, come, within })} → ${JSON.stringify(after)}`);
      tally[name] = (tally[name] ?? 0) + 1;
      const left = [...after];
      const wanted = [...before];
      if (gone !== undefined && wanted.includes(gone)) wanted.splice(wanted.indexOf(gone), 1);
      if (come !== undefined) wanted.push(come);
      // Each text must be there, or all its words in one that goes on with it.
      const lost = wanted.filter((text) => {
        const place = left.indexOf(text);
        if (place >= 0) left.splice(place, 1);
        return place < 0 && !after.some((shown) => shown !== text && shown.includes(text));
      });
      const missing = within.filter((text) => !after.some((shown) => shown.includes(text)));
      const ofPlace = tabs[0].answers.of(site.addresses).map(({ text }) => text);
      const unplaced = after.filter((text) => !ofPlace.includes(text));
      if (lost.length || missing.length || unplaced.length) return { tally, lost, missing, unplaced, sequence, log };
    }
  }
  return { tally };
};
