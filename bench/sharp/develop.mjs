/* Makes the renditions of photographs with sharp as Eleventy and Astro do: an own pipeline for each file, its defaults
   (AVIF 50 with effort 4, JPEG 80), as many photographs at once as there are processors.
   Called with the photographs' folder, the output's and the widths: node develop.mjs photographs made 480 800 */
import { mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";

const [source, output, ...widths] = process.argv.slice(2);
mkdirSync(output, { recursive: true });
const photographs = readdirSync(source).sort();

async function develop(name) {
  const stem = join(output, basename(name, ".jpg"));
  const made = widths.map(Number).flatMap((width) => {
    const at = () => sharp(join(source, name)).rotate().resize({ width, withoutEnlargement: true });
    return [
      at().avif({ quality: 50, effort: 4 }).toFile(`${stem}-${width}.avif`),
      at().jpeg({ quality: 80 }).toFile(`${stem}-${width}.jpg`),
    ];
  });
  await Promise.all(made);
}

async function workThrough() {
  while (photographs.length) await develop(photographs.shift());
}
await Promise.all(Array.from({ length: availableParallelism() }, workThrough));
