#!/bin/sh
# Builds the page's script and style anew from the lock file and compares them, byte by byte, with the committed ones.
set -eu
web=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/web"
cp -R "$web/package.json" "$web/package-lock.json" "$web/.npmrc" "$web/tsconfig.json" "$web/build.mjs" "$web/src" "$scratch/web"
cd "$scratch/web"
npm ci --no-fund --no-audit >"$scratch/npm.log" 2>&1 || { cat "$scratch/npm.log" >&2; exit 1; }
npm run --silent check
node build.mjs "$scratch/page"
for file in page.js style.css; do
    cmp "$scratch/page/$file" "$web/../magnitka/report/page/$file" || {
        echo "magnitka/report/page/$file is not what web/ builds: run npm ci and npm run build in web/" >&2
        exit 1
    }
done
echo "the page's bundle is what its sources build"
