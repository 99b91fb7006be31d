// Prints, as JSON, what the scripts and style sheets named on the command line use that a supported browser lacks.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import bcd from "@mdn/browser-compat-data" with { type: "json" };
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";
import * as esbuild from "esbuild";
import postcss from "postcss";
import { browserslist, lacking } from "./support.mjs";

const target = browserslist.map((name) => name.replace("ios_saf", "ios").replace(" ", ""));
const found = [];

/** What esbuild must write in another way for the oldest of them is syntax that they lack. */
async function syntax(file, text) {
  const loader = file.endsWith(".css") ? "css" : "js";
  // Every one of them knows \p{L}; esbuild doubts it, since Unicode keeps adding values.
  const supported = { "regexp-unicode-property-escapes": true };
  const written = async (to) => (await esbuild.transform(text, { loader, target: to, supported, charset: "utf8" })).code.split("\n");
  const [ours, newest] = [await written(target), await written("esnext")];
  const line = ours.findIndex((words, place) => words !== newest[place]);
  if (line >= 0) found.push({ file, kind: "syntax", message: `${newest[line]} must be written as ${ours[line]}` });
}

async function interfaces(files) {
  const lint = new ESLint({
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    overrideConfigFile: true,
    ignore: false,
    overrideConfig: { ...compat.configs["flat/recommended"], files: ["**/*.mjs", "**/*.js"], settings: { browsers: browserslist } },
  });
  for (const file of files) {
    for (const { messages } of await lint.lintText(await readFile(file, "utf8"), { filePath: "script.mjs" })) {
      for (const { line, message, ruleId } of messages) found.push({ file, kind: ruleId ?? "syntax", line, message });
    }
  }
}

/** Everything that MDN describes below a part of its lists, by name. */
const named = (part, found = new Map()) => {
  for (const [name, entry] of Object.entries(part)) {
    if (name === "__compat") continue;
    if (entry.__compat) found.set(name, [...(found.get(name) ?? []), entry]);
    named(entry, found);
  }
  return found;
};
const functions = named(bcd.css.types);

function styles(file, text) {
  const tell = (node, kind, entries) => {
    if (entries.length && entries.every(lacking)) found.push({ file, kind, line: node.source.start.line, message: String(node) });
  };
  postcss.parse(text).walk((node) => {
    if (node.type === "atrule") tell(node, `@${node.name}`, [bcd.css["at-rules"][node.name]].filter(Boolean));
    if (node.type === "rule") {
      for (const [, name] of node.selector.matchAll(/::?([\w-]+)/g)) tell(node, `:${name}`, [bcd.css.selectors[name]].filter(Boolean));
    }
    if (node.type !== "decl" || node.prop.startsWith("--") || node.prop.startsWith("-webkit-")) return;
    const prefixed = node.parent.some(({ prop }) => prop === `-webkit-${node.prop}`);
    if (!prefixed) tell(node, node.prop, [bcd.css.properties[node.prop]].filter(Boolean));
    for (const [, name] of node.value.replace(/url\("[^"]*"\)/g, "").matchAll(/([\w-]+)\(/g)) tell(node, `${name}()`, functions.get(name) ?? []);
  });
}

const files = process.argv.slice(2);
for (const file of files) {
  const text = await readFile(file, "utf8");
  await syntax(file, text);
  if (file.endsWith(".css")) styles(file, text);
}
await interfaces(files.filter((file) => !file.endsWith(".css")));
console.log(JSON.stringify(found, null, 1));
