// Prints, as JSON, the questions that gift-pegjs reads in the file named on the command line.
import { readFile } from "node:fs/promises";
import gift from "gift-pegjs";

console.log(JSON.stringify(gift.parse(await readFile(process.argv[2], "utf8"))));
