// Builds the page's script and style into the Python package. Same sources and lock file, same bytes:
// the first line of each file carries a digest of what it was built from, so that a stale one is noticed
// without Node (tests/report/test_bundle.py) and a wrong one with it (npm run build leaves a difference).
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? join(here, "..", "magnitka", "report", "page");

const sources = ["build.mjs", "package-lock.json", ...readdirSync(join(here, "src")).sort().map((f) => `src/${f}`)];
const digest = createHash("sha256");
for (const name of sources) digest.update(name).update("\0").update(readFileSync(join(here, name))).update("\0");
const mark = `generated from web/ by npm run build, sources ${digest.digest("hex")}`;

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/page.ts", style: "src/style.css" },
  outdir: "out",
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["es2022"],
  format: "iife",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "dataurl" },
  legalComments: "eof",
  write: false,
});
mkdirSync(out, { recursive: true });
for (const { path, text } of outputFiles) {
  const name = path.endsWith(".css") ? "style.css" : "page.js";
  writeFileSync(join(out, name), `/* ${mark} */\n${text}`);
}
