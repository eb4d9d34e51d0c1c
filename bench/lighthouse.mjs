/* Asks Lighthouse about some addresses in one Chromium; prints one line of JSON for each run.
   Called with one argument, JSON: {urls, runs, modules: the folder node_modules, chromium: its path}. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const order = JSON.parse(process.argv[2]);
const require = createRequire(pathToFileURL(`${order.modules}/lighthouse/package.json`));
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse")));
const { launch } = await import(pathToFileURL(require.resolve("chrome-launcher")));
const flags = "--headless=new --no-sandbox --disable-background-networking --disable-quic --no-first-run --disable-component-update --disable-sync";
const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
const quiet = { logLevel: "silent", output: "json", disableFullPageScreenshot: true }; // the picture is for a report to look at

const chromium = await launch({ chromePath: order.chromium, chromeFlags: flags.split(" "), logLevel: "silent" });
try {
  for (let run = 0; run < order.runs; run++) {
    for (const url of order.urls) {
      const { lhr } = await lighthouse(url, { port: chromium.port, ...quiet });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      const score = ({ score }) => Math.round(score * 100);
      const asked = Object.values(lhr.categories).filter(({ id }) => id !== "performance").flatMap(({ auditRefs }) => auditRefs);
      const failed = asked.filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
      console.log(JSON.stringify({
        url,
        scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, category]) => [name, score(category)])),
        times: Object.fromEntries(times.map((name) => [name, lhr.audits[name].numericValue])),
        failed: failed.map(({ id }) => `${id}: ${lhr.audits[id].title} ${JSON.stringify(lhr.audits[id].details?.items ?? "").slice(0, 300)}`),
      }));
    }
  }
} finally {
  await chromium.kill();
}
