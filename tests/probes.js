/* What the browser tests ask a page. Put into each page before its own scripts run; gives window.probes. */
window.probes = (() => {
  const name = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    return `<${element.localName} class="${element.className?.baseVal ?? element.className}"> ${text.slice(0, 40)}`;
  };
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const within = (element, test) => {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) if (test(at)) return true;
    return false;
  };
  const focusable = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
      (element) =>
        element.tabIndex >= 0 &&
        !element.disabled &&
        element.type !== "hidden" &&
        element.checkVisibility({ visibilityProperty: true }), // what is there and unseen takes no focus
    );
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  let shaped = [];
  let firstStop = null;
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });

  return {
    /** Walk down the whole page, as a reader does, until its fonts and lazy pictures are there. */
    async settle() {
      await document.fonts.ready;
      const end = () => document.documentElement.scrollHeight - innerHeight;
      for (let top = 0; top < end(); top += innerHeight) {
        scrollTo({ top, behavior: "instant" });
        await frame();
      }
      scrollTo({ top: end(), behavior: "instant" });
      const pictures = [...document.images].filter((picture) => picture.checkVisibility());
      for (let tries = 0; tries < 200 && !pictures.every((picture) => picture.complete); tries++) await frame();
      scrollTo({ top: 0, behavior: "instant" });
      await frame();
      await frame();
    },

    layoutShift: () => shift,

    brokenPictures: () =>
      [...document.images].filter((picture) => picture.checkVisibility() && !picture.naturalWidth).map((p) => p.src),

    /** What reaches beyond the right edge, unless it stands in a box of its own that scrolls. */
    sideways() {
      const width = document.documentElement.clientWidth;
      const found = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        if (element.ownerSVGElement) return false; // an svg clips what it draws
        return box.width > 1 && box.right > width + 1 && seen(element) && !within(element.parentElement, scrolls);
      });
      const whole = document.documentElement.scrollWidth;
      return [...(whole > width ? [`the page is ${whole} px wide in ${width} px`] : []), ...found.map(name)];
    },

    /** Links and controls of less than 24 px, but for links inside a running text (WCAG 2.2, 2.5.8). */
    smallTargets() {
      const inText = (element) => {
        const isInline = (at) => getComputedStyle(at).display.startsWith("inline");
        if (!isInline(element)) return false;
        let block = element.parentElement;
        while (isInline(block)) block = block.parentElement;
        return block.textContent.trim().length > element.textContent.trim().length;
      };
      return focusable()
        .filter((element) => seen(element) && !inText(element))
        .map((element) => [element, element.labels?.[0]?.getBoundingClientRect(), element.getBoundingClientRect()])
        .filter(([, label, box]) => Math.min(box.width, box.height) < 23.5 && !(label && label.height >= 23.5))
        .filter(([, , box]) => box.width > 1)
        .map(([element, , box]) => `${name(element)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    },

    /** Elements that get the keyboard's focus and show no outline of it. Press a key first: focus is shown to keyboards only. */
    unseenFocus() {
      const outlined = (element) => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$/.test(style.outlineColor);
      };
      return focusable().filter((element) => {
        element.focus();
        return document.activeElement !== element || !(outlined(element) || within(element, outlined));
      }).map(name);
    },

    /** How many stops the keyboard makes: the buttons of one choice are one stop. */
    stops: () => new Set(focusable().map((element) => (element.type === "radio" ? element.name : element))).size,

    /** The element that has the focus: its words, whether the reader can see where it is, and whether the walk is round:
        back at the first stop asked about, or out of the page. */
    focus() {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const round = element === document.body || element === firstStop;
      firstStop ??= element;
      return { name: name(element), href: element.getAttribute("href") ?? "", inView, round };
    },

    /** Words of the main part that a reader cannot see, but for what is folded away, what waits for a service to fill it
        ([hidden]), and what only programs that fill in everything would fill in. */
    unseenWords(also = "dialog") {
      const meant = also + ", details:not([open]) *, dialog:not([open]), dialog:not([open]) *, [hidden], [hidden] *";
      const folded = (element) => element.matches(meant) || element.control?.tabIndex === -1;
      return [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, td, th, figcaption, label, summary)")]
        .filter((element) => element.textContent.trim() && !folded(element) && !seen(element))
        .map(name);
    },

    moving: () => [...document.getAnimations()].map((animation) => name(animation.effect.target)),

    /** Elements that would move when touched or shown: a transition or animation that takes time. */
    couldMove: () =>
      [...document.body.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
        const takes = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0.01);
        return takes(transitionDuration) || (animationName !== "none" && takes(animationDuration));
      }).map(name),

    /** Which of the elements that a selector finds can be seen. */
    visible: (selector) => [...document.querySelectorAll(selector)].filter(seen).map(name),

    /** Remember the links and controls whose shape a ground of their own shows: forced colours will take it away. */
    rememberGrounds() {
      const grounded = (element) => !/, 0\)$|transparent/.test(getComputedStyle(element).backgroundColor);
      shaped = focusable().filter((element) => seen(element) && grounded(element) && !/radio|checkbox/.test(element.type));
      return shaped.length;
    },

    /** Those of them that are left without a shape: no border, no underline. */
    shapeless: () =>
      shaped.filter((element) => {
        const { borderBlockEndStyle, borderBlockEndWidth, textDecorationLine } = getComputedStyle(element);
        const edge = borderBlockEndStyle !== "none" && parseFloat(borderBlockEndWidth) > 0;
        return !edge && textDecorationLine === "none";
      }).map(name),

    /** Boxes that hide a part of their own text, but for captions that end after two lines with "…": they stand whole
        where the photograph is large. */
    cutOff: () =>
      [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
        const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
        if (webkitLineClamp !== "none") return false;
        const hides = /hidden|clip/.test(overflowX + overflowY) && element.textContent.trim() && seen(element);
        const big = element.clientWidth > 1 && element.clientHeight > 1;
        return hides && big && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
      }).map(name),

    /** What a reader's own style sheet adds: the page's policy does not reach it. */
    addRule(rules) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets.push(sheet);
    },

    ground: () => {
      const colours = [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor);
      return colours.find((colour) => !/, 0\)$|transparent/.test(colour)) ?? "none";
    },
  };
})();
