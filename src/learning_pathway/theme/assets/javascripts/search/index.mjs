/**
 * The site's search index: files that the build makes (`learning_pathway/search/index.py`), each fetched when a search
 * needs it and kept in memory. All of one index carry its version: where a site is published anew meanwhile, the index
 * says that it is out of date, and is opened again.
 */
import { analyser } from "./analysis.mjs";
import { readData } from "../ui/page.mjs";

/** @typedef {Map<number, number>} Postings places of documents, and what a term counts in each */
/**
 * @typedef {{ title: string, address: string, kind: string, byline: string, language: string, text: string }} Found
 *   what a result shows of a document
 */
/**
 * @typedef {import("./analysis.mjs").Rules & { version: string, documents: number, works: number, inFile: number,
 *   first: string[], stemmer: boolean }} Head
 */

/** A file of the index is of another version than its head. */
export class OutdatedError extends Error {}

/** @returns {Promise<SearchIndex>} */
export async function openIndex() {
  const head = await readData("search/index.json");
  if (head.format !== "learning-pathway-search" || head.form !== 1) throw new Error("The search index has another format.");
  const Stemmer = head.stemmer ? (await import(new URL(`../../search/stemmer.mjs?v=${head.version}`, import.meta.url).href)).default : undefined;
  const stemmer = Stemmer && new Stemmer();
  return new SearchIndex(head, stemmer && ((/** @type {string} */ word) => stemmer.stem(word)));
}

export class SearchIndex {
  /**
   * @param {Head} head
   * @param {(word: string) => string} [stem]
   */
  constructor(head, stem) {
    this.head = head;
    this.analyser = analyser(head, stem);
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
  }

  /**
   * @param {string} term
   * @returns {Promise<Postings>} empty where no document holds it
   */
  async postings(term) {
    const packed = (await this.termsOf("terms", term)).get(term) ?? [];
    const found = new Map();
    let document = -1;
    for (const number of packed) {
      document += Math.floor(number / 16);
      found.set(document, number % 16);
    }
    return found;
  }

  /**
   * @param {string} term
   * @returns {Promise<Map<number, number[]>>} for each document that holds it, its positions
   */
  async positions(term) {
    const packed = (await this.termsOf("positions", term)).get(term) ?? [];
    const found = new Map();
    let next = 0;
    for (const document of (await this.postings(term)).keys()) {
      const end = next + 1 + packed[next];
      let position = 0;
      found.set(document, packed.slice(next + 1, end).map((step) => (position += step)));
      next = end;
    }
    return found;
  }

  /**
   * @param {"terms" | "positions"} name
   * @param {string} term
   * @returns {Promise<Map<string, number[]>>} every term of the file that would hold it
   */
  async termsOf(name, term) {
    const { first } = this.head;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low ? this.file(`${name}-${low - 1}.json`, (content) => new Map(content[name])) : new Map();
  }

  /**
   * @param {number[]} places
   * @returns {Promise<Found[]>} what results show of these documents
   */
  documents(places) {
    const { inFile } = this.head;
    return Promise.all(
      places.map(async (place) => {
        const some = await this.file(`documents-${Math.floor(place / inFile)}.json`, (content) => content.documents);
        const [title, address, kind, byline, language, text] = some[place % inFile];
        return { title, address, kind, byline, language, text };
      }),
    );
  }

  /** @returns {Promise<[word: string, common: number][]>} the commonest words, sorted, and how common each is */
  words() {
    return this.file("words-0.json", (content) => {
      let last = "";
      return String(content.words)
        .split("\n")
        .filter(Boolean)
        .map((line) => {
          last = last.slice(0, parseInt(line[0], 36)) + line.slice(2);
          return [last, parseInt(line[1], 36)];
        });
    });
  }

  /**
   * @template T
   * @param {string} name
   * @param {(content: any) => T} read
   * @returns {Promise<T>}
   */
  file(name, read) {
    const kept = this.files.get(name);
    if (kept) return kept;
    const asked = readData(`search/${name}`).then((content) => {
      if (content.version !== this.head.version) throw new OutdatedError(`${name} has another version.`);
      return read(content);
    });
    this.files.set(name, asked);
    asked.catch(() => this.files.delete(name));
    return asked;
  }
}
