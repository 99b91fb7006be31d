// Prints, as JSON, which scripts of a folder are not the program that the script of that name in another folder is.
// Both are written anew by esbuild, without comments and with one layout: two programs that differ stay different.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as esbuild from "esbuild";

const [shipped, source] = process.argv.slice(2);
const written = async (path) => (await esbuild.transform(await readFile(path, "utf8"), { minify: true, legalComments: "none" })).code;
const different = [];
for (const name of await readdir(source, { recursive: true })) {
  if (!/\.m?js$/.test(name)) continue;
  if ((await written(join(shipped, name))) !== (await written(join(source, name)))) different.push(name);
}
console.log(JSON.stringify(different));
